import {clean} from '../universe/foreign-text.ts';
import type {Listing, Metadata, Price} from './contract.ts';

/** Foreign text is cleaned here, once, so that no provider can forget it. A text that cleans to nothing is unknown. */
export function cleanListing(listing: Listing): Listing {
  const {name, ...rest} = listing;
  return {...rest, symbol: clean(listing.symbol), ...word('name', name)};
}

export function cleanMetadata(metadata: Metadata): Metadata {
  const {name, sector, industry, country, ...numbers} = metadata;
  return {
    ...numbers,
    ...word('name', name),
    ...word('sector', sector),
    ...word('industry', industry),
    ...word('country', country),
  };
}

export function cleanPrice(price: Price): Price {
  return price.metadata === undefined ? price : {...price, metadata: cleanMetadata(price.metadata)};
}

/** Longer than any real name; a page pasted into one would otherwise fill the files. */
const longest = 300;

function word<K extends string>(key: K, text: string | undefined): {readonly [key in K]?: string} {
  const cleaned = text === undefined ? '' : clean(text).slice(0, longest);
  // The computed key is K itself; TypeScript widens it to string.
  return cleaned === '' ? {} : ({[key]: cleaned} as {readonly [key in K]?: string});
}
