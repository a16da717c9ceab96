import type {Bucket, BucketCounts} from '../universe/verdict.ts';
import {count} from './figures.ts';
import type {Segment} from './segments.ts';
import type {Style} from './theme.ts';

/** Where every candidate ended, in the order a person asks: what is in, what is out, what is unclear. */
const order: readonly {
  readonly bucket: Bucket;
  readonly word: string;
  readonly short: string;
  readonly style: Style;
}[] = [
  {bucket: 'admitted', word: 'admitted', short: 'in', style: 'text-good'},
  {bucket: 'carried', word: 'carried', short: 'kept', style: 'text-info'},
  {bucket: 'rejected', word: 'rejected', short: 'out', style: 'text-strong'},
  {bucket: 'blocked', word: 'blocked', short: 'blocked', style: 'text-strong'},
  {bucket: 'below-floor', word: 'below floor', short: 'low', style: 'text-strong'},
  {bucket: 'unpriced', word: 'unpriced', short: 'unpriced', style: 'text-warn'},
  {bucket: 'held', word: 'held', short: 'held', style: 'text-warn'},
];

/**
 * `sealed: 12,034 candidates = 3,201 admitted + 7,800 rejected + …`: a build, a recovery and a block change what it was counted
 * from. Where it does not fit, empty buckets go, then `candidates`, then the long words, then that it is of the seal.
 */
export function bucketSegments(buckets: BucketCounts, width: number): readonly Segment[] {
  const wide = [
    {hasEmpty: true, isWide: true, total: ' candidates'},
    {hasEmpty: false, isWide: true, total: ' candidates'},
    {hasEmpty: false, isWide: true, total: ''},
  ] as const;
  const short = segmentsOf(buckets, {hasEmpty: false, isWide: false, total: ''});
  const ways = [...(width < 110 ? [] : wide.map((way) => segmentsOf(buckets, way))), short].map(ofSeal);
  const fits = (segments: readonly Segment[]): boolean =>
    segments.reduce((cells, [, text]) => cells + text.length, 0) <= width;
  return ways.find(fits) ?? short;
}

function ofSeal(segments: readonly Segment[]): readonly Segment[] {
  return [['text-dim', ' sealed:'], ...segments];
}

function segmentsOf(
  buckets: BucketCounts,
  {hasEmpty, isWide, total: word}: {hasEmpty: boolean; isWide: boolean; total: string},
): readonly Segment[] {
  const total = order.reduce((sum, {bucket}) => sum + buckets[bucket], 0);
  const shown = order.filter(({bucket}) => hasEmpty || buckets[bucket] > 0);
  const parts = shown.flatMap(({bucket, word: long, short, style}, i): readonly Segment[] => [
    ['text-dim', i === 0 ? ' = ' : isWide ? ' + ' : ' +'],
    [style, count(buckets[bucket])],
    ['text-dim', ` ${isWide ? long : short}`],
  ]);
  return [['text-strong', ` ${count(total)}`], ['text-dim', word], ...parts];
}
