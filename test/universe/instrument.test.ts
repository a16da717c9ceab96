import assert from 'node:assert/strict';
import {test} from 'node:test';
import {classify, type Typed} from '../../source/universe/instrument.ts';
import type {Exchange, Instrument} from '../../source/universe/symbol.ts';

type Row = readonly [symbol: string, exchange: Exchange, name: string];

function assertAll(instrument: Instrument, rows: readonly Row[]): void {
  const wrong = rows.flatMap(([symbol, exchange, name]) => {
    const seen = classify({symbol, exchange, name});
    return seen === instrument ? [] : [`${symbol} ${name} is ${seen}`];
  });
  assert.deepEqual(wrong, []);
}

test('common stock is common under every name that lists give it', () => {
  assertAll('common', [
    ['AAPL', 'NASDAQ', 'Apple Inc. - Common Stock'],
    ['GOOGL', 'NASDAQ', 'Alphabet Inc. - Class A Common Stock'],
    ['GOOG', 'NASDAQ', 'Alphabet Inc. - Class C Capital Stock'],
    ['T', 'NYSE', 'AT&T Inc.'],
    ['CBOE', 'BATS', 'Cboe Global Markets, Inc. Common Stock'],
    ['MKC.V', 'NYSE', 'McCormick & Company, Incorporated Common Stock'],
    ['LEN.B', 'NYSE', 'Lennar Corporation Class B'],
    ['BN', 'NYSE', 'Brookfield Corporation Class A Limited Voting Shares'],
    ['ASML', 'NASDAQ', 'ASML Holding N.V. - New York Registry Shares'],
    ['LOGI', 'NASDAQ', 'Logitech International S.A. - Registered Shares'],
    ['VTLE', 'NYSE', 'Vital Energy, Inc. Common Stock, par value $0.01 per share'],
    ['TSAT', 'NASDAQ', 'Telesat Corporation - Class A Common Shares and Class B Variable Voting Shares'],
    ['PFBC', 'NASDAQ', 'Preferred Bank - Common Stock'],
    ['UNTC', 'NYSE', 'Unit Corporation Common Stock'],
    ['NOTE', 'NYSE', 'FiscalNote Holdings, Inc. Class A common stock'],
    ['AACB', 'NASDAQ', 'Artius II Acquisition Inc. - Class A Ordinary Shares'],
    ['AEHR', 'NASDAQ', 'Aehr Test Systems - Common Stock'],
  ]);
});

test('the commons of a REIT, a bank and a royalty trust are common', () => {
  assertAll('common', [
    ['EQR', 'NYSE', 'Equity Residential Common Shares of Beneficial Interest'],
    ['UHT', 'NYSE', 'Universal Health Realty Income Trust Common Stock'],
    ['OPI', 'NASDAQ', 'Office Properties Income Trust - Common Shares of Beneficial Interest'],
    ['PMT', 'NYSE', 'PennyMac Mortgage Investment Trust Common Shares of Beneficial Interest'],
    ['CLDT', 'NYSE', 'Chatham Lodging Trust (REIT) Common Shares of Beneficial Interest'],
    ['NTRS', 'NASDAQ', 'Northern Trust Corporation - Common Stock'],
    ['MTR', 'NYSE', 'Mesa Royalty Trust Common Stock'],
    ['MVO', 'NYSE', 'MV Oil Trust Units of Beneficial Interests'],
    ['FGNX', 'NASDAQ', 'Fundamental Global Inc. - Common Stock'],
  ]);
});

test('the units of a partnership are its common equity', () => {
  assertAll('common', [
    ['MPLX', 'NYSE', 'MPLX LP Common Units Representing Limited Partner Interests'],
    ['AB', 'NYSE', 'AllianceBernstein Holding L.P.  Units'],
    ['BIP', 'NYSE', 'Brookfield Infrastructure Partners LP Limited Partnership Units'],
    ['IEP', 'NASDAQ', 'Icahn Enterprises L.P. - Depositary Units representing Limited Partner Interests'],
    ['HESM', 'NYSE', 'Hess Midstream LP Class A Representing Limited Partner Interests'],
    ['PVL', 'NYSE', 'Permianville Royalty Trust Trust Units '],
    [
      'ESBA',
      'ARCA',
      'Empire State Realty OP, L.P. Series ES Operating Partnership Units Representing Limited Partnership Interests',
    ],
  ]);
});

test('depositary receipts are told by their name', () => {
  assertAll('adr', [
    ['BABA', 'NYSE', 'Alibaba Group Holding Limited American Depositary Shares each representing eight Ordinary share'],
    ['SAP', 'NYSE', 'SAP  SE ADS'],
    ['BTI', 'NYSE', 'British American Tobacco  Industries, p.l.c. Common Stock ADR'],
    ['XYF', 'NYSE', 'X Financial American Depository Shares, each representing six Class A Ordinary Shares'],
    ['GGAL', 'NASDAQ', 'Grupo Financiero Galicia S.A. - American Depositary Shares, Class B Shares underlying'],
    ['PBR.A', 'NYSE', 'Petroleo Brasileiro S.A. Petrobras American Depositary Shares representing Preferred Shares'],
    ['IRS', 'NYSE', 'IRSA Global Depositary Shares (Each representing ten shares of Common Stock)'],
  ]);
});

test('a preferred share is none of its issuer’s equity', () => {
  assertAll('preferred', [
    [
      'BACpB',
      'NYSE',
      'Bank of America Corporation Depositary Shares, each representing a 1/1,000th interest in a share',
    ],
    ['AXIAp', 'NYSE', 'Centrais Eletricas Preferred'],
    [
      'AGNCP',
      'NASDAQ',
      'AGNC Investment Corp. - Depositary Shares Each Representing a 1/1,000th Interest in a Share of 6.125% Series F',
    ],
    ['WAFDP', 'NASDAQ', 'WaFd, Inc. - Depositary Shares'],
    ['FITBI', 'NASDAQ', 'Fifth Third Bancorp Depositary Shares'],
    ['STRK', 'NASDAQ', 'MicroStrategy Incorporated - 8.00% Series A Perpetual Strike Preferred Stock'],
    [
      'BPYPP',
      'NASDAQ',
      'Brookfield Property Partners L.P. - 6.50% Class A Cumulative Redeemable Perpetual Preferred Units',
    ],
    ['ECCC', 'NYSE', 'Eagle Point Credit Company Inc. 6.50% Series C Term Preferred Stock due 2031'],
    [
      'GOOGM',
      'NASDAQ',
      'Alphabet Inc. - Depositary Shares, each representing a 1/20th interest in Mandatory Convertible Preferred Stock',
    ],
    ['XYZP', 'NASDAQ', 'Xyz Inc. - 5% Series A Preferred Stock, convertible shares of Common Stock'],
    ['DDT', 'NYSE', "Dillard's Capital Trust I"],
    [
      'AMHpG',
      'NYSE',
      'American Homes 4 Rent Series G cumulative redeemable perpetual preferred shares of beneficial interest',
    ],
  ]);
});

test('a note carries its issuer’s cap and is a note still', () => {
  assertAll('note', [
    ['GOOGM', 'NASDAQ', 'Alphabet Inc. - 4.750% Senior Notes due 2066'],
    ['TBB', 'NYSE', 'AT&T Inc. 5.350% Global Notes due 2066'],
    ['CCZ', 'NYSE', 'Comcast Holdings ZONES'],
    ['DUKB', 'NYSE', 'Duke Energy Corporation 5.625% Junior Subordinated Debentures due 2078'],
    ['ELC', 'NYSE', 'Entergy Louisiana, Inc. Collateral Trust Mortgage Bonds, 4.875 % Series due September 1, 2066'],
    ['FpB', 'NYSE', 'Ford Motor Company 6.20% Notes due June 1, 2059'],
    [
      'GJR',
      'NYSE',
      'Synthetic Fixed-Income Securities, Inc. STRATS Trust for Procter&Gamble Securities, Series 2006-1',
    ],
  ]);
});

test('warrants, SPAC units and rights are told by suffix or name', () => {
  assertAll('warrant', [
    [
      'ACHR.WS',
      'NYSE',
      'Archer Aviation Inc. Redeemable Warrants, each whole warrant exercisable for one Class A common stock',
    ],
    ['NE.WS.A', 'NYSE', 'Noble Corporation plc Tranche 2 Warrants'],
    ['CORZZ', 'NASDAQ', 'Core Scientific, Inc. - Tranche 2 Warrants'],
    ['EXEEL', 'NASDAQ', 'Expand Energy Corporation - Class C Warrants'],
    ['SQFTW', 'NASDAQ', 'Presidio Property Trust, Inc. - Series A Common Stock Purchase Warrants'],
    ['PSNYW', 'NASDAQ', 'Polestar Automotive Holding UK Limited - Class C-1 ADS (ADW)'],
    ['EVGOW', 'NASDAQ', 'EVgo Inc. - Warrants, each whole warrant exercisable for one share of Class A Common Stock'],
  ]);
  assertAll('unit', [
    ['AIIA.U', 'NYSE', 'AI Infrastructure Units, each consisting of one Class A share and one right'],
    ['ALCYU', 'NASDAQ', 'Alchemy Investments Acquisition Corp 1 - Units'],
    ['BTSGU', 'NASDAQ', 'BrightSpring Health Services, Inc. - Tangible Equity Unit'],
    ['ABCDU', 'NASDAQ', 'Abc Partners Acquisition Corp. - Unit consisting of one share and one-half of one warrant'],
  ]);
  assertAll('right', [
    ['AIIAr', 'NYSE', 'AI Infrastructure Rights, each right to acquire one-tenth of one Class A ordinary share'],
    ['BACCR', 'NASDAQ', 'Blue Acquisition Corp. - Right'],
    ['GENVR', 'NASDAQ', 'Gen Digital Inc. - Contingent Value Rights'],
    ['IROHR', 'NASDAQ', 'Iron Horse Acquisitions Corp. - one right to one-fifth (1/5) of one share of common stock'],
  ]);
});

test('rights and shares that are only when-issued are neither', () => {
  assertAll('when-issued', [
    ['BUIrw', 'NYSE', 'BlackRock Utility, Infrastructure & Power Opportunities Trust Rights'],
    ['ABCDV', 'NASDAQ', 'Abcd Inc. - Common Stock When-Issued'],
  ]);
});

test('exchange-traded products are told without their ETF flag, which is N for IBIT and every note', () => {
  assertAll('etf', [
    ['IBIT', 'NASDAQ', 'iShares Bitcoin Trust ETF - iShares Bitcoin Trust ETF'],
    ['BAR', 'ARCA', 'GraniteShares Gold Trust Shares of Beneficial Interest'],
  ]);
  assertAll('etn', [
    ['VXX', 'BATS', 'iPath Series B S&P 500 VIX Short-Term Futures ETN'],
    ['GRN', 'ARCA', 'iPath Series B Carbon Exchange-Traded Notes'],
    ['PFFL', 'ARCA', 'ETRACS 2xMonthly Pay Leveraged Preferred Stock Index ETN due September 25, 2048'],
    ['DGP', 'ARCA', 'DB Gold Double Long ETN due February 15, 2038'],
  ]);
});

test('closed-end funds are funds, whatever their shares are called', () => {
  assertAll('fund', [
    ['NAN', 'NYSE', 'Nuveen New York Quality Municipal Income Fund Common Stock'],
    ['BHK', 'NYSE', 'Blackrock Core Bond Trust'],
    ['GAB', 'NYSE', 'Gabelli Equity Trust, Inc. (The) Common Stock'],
    ['BCX', 'NYSE', 'BlackRock Resources Common Shares of Beneficial Interest'],
    ['CHW', 'NASDAQ', 'Calamos Global Dynamic Income Fund - Closed End Fund'],
    ['PFD', 'NYSE', 'Flaherty & Crumrine Preferred and Income Fund Incorporated'],
    ['HPF', 'NYSE', 'John Hancock Pfd Income Fund II Pfd Income Fund II'],
    ['VGM', 'NYSE', 'Invesco Trust for Investment Grade Municipals Common Stock (DE)'],
  ]);
});

test('flags decide before names: a test issue is a test, an ETF an ETF', () => {
  assert.equal(classify({symbol: 'CBX', name: 'Cboe Common Stock', testIssue: true}), 'test');
  assert.equal(classify({symbol: 'SPY', name: 'SPDR S&P 500', etf: true}), 'etf');
  assert.equal(classify({symbol: 'AMJB', name: 'Alerian MLP Index ETNs due 2044', etf: true}), 'etn');
});

test('a source that types its securities is believed, unless the suffix says that this is no share', () => {
  assert.equal(classify({symbol: 'ARCC', name: 'Ares Capital - Closed End Fund', typed: 'common'}), 'common');
  assert.equal(classify({symbol: 'ACHR.WS', name: 'Archer Aviation Inc.', typed: 'common'}), 'warrant');
  assert.equal(classify({symbol: 'BACpB', typed: 'preferred'}), 'preferred');
});

test('without a name the fifth letter of a Nasdaq symbol speaks', () => {
  const nameless = (symbol: string): Typed => ({symbol, exchange: 'NASDAQ'});

  assert.deepEqual(
    ['ADACW', 'ALCYU', 'BACCR', 'AGNCP', 'GOOGL', 'AAPL'].map((symbol) => classify(nameless(symbol))),
    ['warrant', 'unit', 'right', 'preferred', 'common', 'common'],
  );
});
