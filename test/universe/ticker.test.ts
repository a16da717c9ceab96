import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {Ticker} from '../../source/universe/symbol.ts';
import {canonical, type Notation, spell} from '../../source/universe/ticker.ts';

/** PROVIDERS §0: class share, preferred B, preferred without series, warrant, unit, right. */
const table: Readonly<Record<Notation, readonly string[]>> = {
  cqs: ['BRK.B', 'BACpB', 'AXIAp', 'ACHR.WS', 'AIIA.U', 'AIIAr'],
  polygon: ['BRK.B', 'BACpB', 'AXIAp', 'ACHR.WS', 'AIIA.U', 'AIIAr'],
  act: ['BRK.B', 'BAC$B', 'AXIA$', 'ACHR.W', 'AIIA.U', 'AIIA.R'],
  inet: ['BRK.B', 'BAC-B', 'AXIA-', 'ACHR+', 'AIIA=', 'AIIA^'],
  screener: ['BRK/B', 'BAC^B', 'AXIA^', 'ACHR/W', 'AIIA/U', 'AIIA/R'],
  yahoo: ['BRK-B', 'BAC-PB', 'AXIA-P', 'ACHR-WT', 'AIIA-UN', 'AIIA-RI'],
  sec: ['BRK-B', 'BAC-PB', 'AXIA-P', 'ACHR-WT', 'AIIA-UN', 'AIIA-RI'],
  alpaca: ['BRK.B', 'BAC.PRB', 'AXIA.PR', 'ACHR.WS', 'AIIA.U', 'AIIA.RT'],
  finnhub: ['BRK.B', 'BAC.PRB', 'AXIA.PR', 'ACHR.WS', 'AIIA.U', 'AIIA.RT'],
  tradier: ['BRK/B', "BAC'B", "AXIA'", 'ACHR/WS', 'AIIA/U', 'AIIA/RT'],
  ibkr: ['BRK B', 'BAC PRB', 'AXIA PR', 'ACHR WS', 'AIIA U', 'AIIA RT'],
};
const notations = Object.keys(table) as Notation[];

for (const notation of notations) {
  test(`${notation} spells and reads every form of its notation`, () => {
    assert.deepEqual(
      table.cqs.map((form) => spell(form, notation)),
      table[notation],
    );
    assert.deepEqual(
      table[notation].map((form) => canonical(form, notation)),
      table.cqs,
    );
  });
}

const root = fc.stringMatching(/^[A-Z][A-Z0-9]{0,6}$/);
const shareClass = fc.constantFrom('.A', '.B', '.C', '.E', '.K', '.V', '.CL', '.WD');
const ending = fc.oneof(fc.constantFrom('', 'p', '.WS', '.U', 'r', 'pA.CL'), shareClass, fc.stringMatching(/^p[A-Z]$/));
const special = fc.constantFrom('w', 'rw', 'pAw', '.WS.A', '.Aw');
const lossy: readonly Notation[] = ['act', 'screener'];

test('what a notation writes it reads back as the same symbol', () => {
  fc.assert(
    fc.property(root, ending, fc.constantFrom(...notations), (start, end, notation) => {
      assert.equal(canonical(spell(start + end, notation), notation), start + end);
    }),
  );
});

test('when-issued marks and warrant tranches survive wherever the notation can tell them from a share class', () => {
  const precise = notations.filter((notation) => !lossy.includes(notation));
  fc.assert(
    fc.property(root, special, fc.constantFrom(...precise), (start, end, notation) => {
      assert.equal(canonical(spell(start + end, notation), notation), start + end);
    }),
  );
});

test('rights when issued and second tranches are written as the directory does, which cannot tell them from a class', () => {
  assert.equal(spell('BUIrw', 'act'), 'BUI.V');
  assert.equal(spell('BUIrw', 'inet'), 'BUI^#');
  assert.equal(spell('NE.WS.A', 'act'), 'NE.A');
  assert.equal(spell('NE.WS.A', 'inet'), 'NE+A');
  assert.equal(canonical('MKC.V', 'act'), 'MKC.V');
  assert.equal(canonical('MKC.V', 'cqs'), 'MKC.V');
});

test('white space around a symbol is not part of it', () => {
  assert.equal(canonical('ECC           ', 'screener'), 'ECC');
});

test('tickers that are words are tickers in every notation', () => {
  for (const word of ['NA', 'NAN', 'TRUE', 'ON', 'NULL', 'CON', 'PRN', 'MAR']) {
    assert.equal(Ticker.parse(word), word);
    for (const notation of notations) assert.equal(canonical(spell(word, notation), notation), word);
  }
});

test('every form of the tape is a ticker', () => {
  const forms = ['A', 'BRK.B', 'BACpB', 'AXIAp', 'ACHR.WS', 'NE.WS.A', 'AIIA.U', 'AIIAr', 'BUIrw', 'ZXYZ.A', 'CTEST.E'];

  assert.deepEqual(
    forms.filter((form) => !Ticker.safeParse(form).success),
    [],
  );
});

test('what is no ticker is refused', () => {
  const garbage = [
    '',
    ' ',
    'aapl',
    'Aapl',
    'BRK-B',
    'BAC$B',
    '^GSPC',
    '=1+1',
    'A B',
    'A.',
    '.A',
    'A..B',
    '1A',
    'ÄB',
    'A\n',
    'BACpb',
  ];

  assert.deepEqual(
    garbage.filter((text) => Ticker.safeParse(text).success),
    [],
  );
  assert.deepEqual(
    garbage.flatMap((text) => canonical(text, 'cqs') ?? []),
    ['A'],
  );
});

test('a ticker of another market has no canonical spelling', () => {
  assert.equal(canonical('RELIANCE.NS', 'yahoo'), undefined);
  assert.equal(canonical('^GSPC', 'yahoo'), undefined);
  assert.equal(canonical('BTC-USD=X', 'yahoo'), undefined);
});

test('what is read is always a ticker', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...notations), (text, notation) => {
      const read = canonical(text, notation);

      assert.ok(read === undefined || Ticker.safeParse(read).success, read);
    }),
  );
});
