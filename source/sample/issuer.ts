import {type Industry, industries} from './industries.ts';
import {bell, pick, roll, seedOf} from './seeded.ts';

/** A company that does not exist, with a size that could. */
export type Issuer = {
  readonly seed: number;
  readonly root: string;
  /** Without the kind of share. */
  readonly name: string;
  readonly sector: string;
  readonly industry: string;
  readonly country: string;
  /** US dollars. */
  readonly cap: number;
  /** US dollars a share. */
  readonly price: number;
};

const heads =
  'Al,Am,Ar,Ash,Bel,Black,Bren,Bright,Cal,Cam,Car,Clear,Cor,Cross,Dal,Dun,East,Eden,El,Ever,Fair,Fern,Gal,Glen,Gold,Green,Hal,Har,High,Iron,Jas,Ken,Kings,Lake,Lin,Long,Lum,Mar,Mid,Mont,Nor,North,Oak,Orch,Pal,Pen,Pine,Quin,Red,River,Ros,Sal,Sil,South,Spring,Stan,Sum,Sun,Tal,Thorn,Tri,Ul,Val,Ver,Wal,Wes,White,Wind,Win,Yar,York,Zen';
const tails =
  'aris,bay,berg,bourne,bridge,brook,bury,by,core,crest,dale,den,dyne,era,field,ford,forge,gate,ham,harbor,haven,hill,holm,ion,land,lane,leaf,ley,line,lock,mark,mere,more,ova,path,peak,point,port,ridge,rock,shire,side,stone,ton,vale,view,ward,water,way,well,wick,wind,wood,worth';
const endings = ['Inc.', 'Inc.', 'Inc.', 'Corp.', 'Corporation', 'Holdings, Inc.', 'Group, Inc.', 'Company'] as const;
const abroad = [
  'Israel',
  'United Kingdom',
  'China',
  'China',
  'Hong Kong',
  'Ireland',
  'Switzerland',
  'Netherlands',
  'Brazil',
  'Japan',
  'Bermuda',
  'Singapore',
] as const;
const foreignEndings = ['Ltd.', 'Limited', 'plc', 'N.V.', 'Holdings Ltd.', 'S.A.'] as const;

/** The `n`-th issuer; two of them may share a root, never a root and a trade. */
export function issuerAt(n: number, home: 'us' | 'abroad' = 'us'): Issuer {
  const seed = seedOf('issuer', home, n);
  const root = rootAt(n);
  const trade = tradeAt(roll(seed, 1));
  const foreign = home === 'abroad' || roll(seed, 2) < 0.12;
  const word = pick(trade.words, roll(seed, 3));
  const ending = foreign ? pick(foreignEndings, roll(seed, 4)) : pick(endings, roll(seed, 4));
  // A median company of 1.1 billion; small ones have small prices, as on the real market.
  const size = bell(seed, 5);
  return {
    seed,
    root: `${root} ${word}`,
    name: `${root} ${word} ${ending}`,
    sector: trade.sector,
    industry: trade.industry,
    country: foreign ? pick(abroad, roll(seed, 12)) : 'United States',
    cap: 1.1e9 * Math.exp(2.1 * Math.min(size, 3.2)),
    price: Math.min(1800, 14 * Math.exp(1.25 * size + 0.95 * bell(seed, 7))),
  };
}

/** A fictitious family name such as Northgate, the same for the same number. */
export function rootAt(n: number): string {
  const firsts = heads.split(',');
  const lasts = tails.split(',');
  // Coprime strides, so that neighbours in the list do not look alike.
  const place = (n * 1_009 + 17) % (firsts.length * lasts.length);
  return `${firsts[place % firsts.length]}${lasts[Math.floor(place / firsts.length)]}`;
}

function tradeAt(at: number): Industry {
  const all = industries.reduce((sum, {weight}) => sum + weight, 0);
  let left = at * all;
  for (const industry of industries) {
    left -= industry.weight;
    if (left < 0) return industry;
  }
  throw new RangeError(`No industry at ${at}; it takes a number from 0 up to 1.`);
}
