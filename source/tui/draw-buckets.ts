import type {Bucket, BucketCounts} from '../universe/verdict.ts';
import {count} from './figures.ts';
import type {Segment} from './segments.ts';
import type {Style} from './theme.ts';

/** Where every candidate ended, in the order a person asks: what is in, what is out, what is unclear. */
const order: readonly {readonly bucket: Bucket; readonly word: string; readonly style: Style}[] = [
  {bucket: 'admitted', word: 'admitted', style: 'text-good'},
  {bucket: 'carried', word: 'carried', style: 'text-info'},
  {bucket: 'rejected', word: 'rejected', style: 'text-strong'},
  {bucket: 'blocked', word: 'blocked', style: 'text-strong'},
  {bucket: 'below-floor', word: 'below floor', style: 'text-strong'},
  {bucket: 'unpriced', word: 'unpriced', style: 'text-warn'},
  {bucket: 'held', word: 'held', style: 'text-warn'},
];

/** `12,034 = 3,201 admitted + 7,800 rejected + …`; a narrow screen leaves out the empty ones. */
export function bucketSegments(buckets: BucketCounts, width: number): readonly Segment[] {
  const total = order.reduce((sum, {bucket}) => sum + buckets[bucket], 0);
  const shown = order.filter(({bucket}) => width >= 140 || buckets[bucket] > 0);
  const word = width >= 110 ? ' candidates' : '';
  const parts = shown.flatMap(({bucket, word, style}, i): readonly Segment[] => [
    ['text-dim', i === 0 ? ' = ' : ' + '],
    [style, count(buckets[bucket])],
    ['text-dim', ` ${word}`],
  ]);
  return [['text-strong', ` ${count(total)}`], ['text-dim', word], ...parts];
}
