import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseAuditFilter} from '../../source/tui/views/audit-filter.ts';

const now = Date.parse('2026-03-02T22:00:00.000Z');

const read: readonly (readonly [string, object])[] = [
  ['', {}],
  ['   ', {}],
  ['halted', {text: 'halted'}],
  ['actor:ann action:reveal provider:polygon', {actor: 'ann', action: 'reveal', provider: 'polygon'}],
  ['actor:"ann lee" symbol:BACpB two words', {actor: 'ann lee', symbol: 'BACpB', text: 'two words'}],
  ['since:2026-03-01', {since: '2026-03-01T00:00:00.000Z'}],
  ['until:2026-03-01', {until: '2026-03-01T23:59:59.999Z'}],
  [
    'since:2026-03-01T14:30 until:2026-03-01T15:00:10Z',
    {since: '2026-03-01T14:30:00.000Z', until: '2026-03-01T15:00:10.000Z'},
  ],
  ['since:7d until:1w', {since: '2026-02-23T00:00:00.000Z', until: '2026-02-23T23:59:59.999Z'}],
  ['since:2h until:90m', {since: '2026-03-02T20:00:00.000Z', until: '2026-03-02T20:30:00.000Z'}],
  ['at 12:30 sharp', {text: 'at 12:30 sharp'}],
];

for (const [typed, wish] of read) {
  test(`"${typed}" asks for ${JSON.stringify(wish)}`, () => {
    assert.deepEqual(parseAuditFilter(typed, now), wish);
  });
}

const refused: readonly (readonly [string, RegExp])[] = [
  ['who:ann', /no field "who"; there are actor, action/],
  ['sybmol:AAA', /no field "sybmol"; did you mean symbol\?$/],
  ['since:yesterday', /^since wants a day such as 2026-03-01/],
  ['since:2026-02-30', /^since wants a day/],
  ['until:2026-03-01T25:00', /^until wants a day/],
  ['since:90m until:2h', /^since 90m is after until 2h\. Swap them\.$/],
  ['since:2s', /^since wants a day/],
  ['since:2026-03-02 until:2026-03-01', /^since 2026-03-02 is after until 2026-03-01\. Swap them\.$/],
  ['since:2026-03-03', /^since 2026-03-03 is still to come\./],
];

for (const [typed, sentence] of refused) {
  test(`"${typed}" is refused with what would be right`, () => {
    assert.match(String(parseAuditFilter(typed, now)), sentence);
  });
}
