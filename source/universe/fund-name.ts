/** Words of an asset class or a strategy that, before "Trust", make a fund of it. */
const strategies =
  /\b(?:income|municipal|municipals|muni|bond|equity|dividend|debt|opportunity|opportunities|quality|value|grade|term|senior|universal|global|gold|silver|bitcoin|ethereum|platinum|palladium|multi-media|utility|wellness|sciences|technology|resources|investors|focus|allocation|micro-cap|small-cap|securities|convertible)\b[^.]*\btrust\b/;
/** `Invesco Trust for Investment Grade Municipals`. */
const trustFor = /\btrust for\b/;
/** Fund houses whose shares "of beneficial interest" are funds even where the name drops the word. */
const houses =
  /^(?:abrdn|allspring|blackrock|blackstone|eaton vance|first trust|gabelli|guggenheim|invesco|john hancock|mfs|nuveen|pimco|putnam|source capital|virtus|western asset)\b.*\b(?:beneficial|of bi\b)/;
/** Trusts that run a business or own property: common stock to everybody. */
const operating =
  /\b(?:realty|real estate|reit|property|properties|mortgage|royalty|royality|lodging|hotel|hospitality|residential|industrial|storage|homes|land|finance trust|healthcare trust|bank|bancorp|bancshares|northern trust|equity commonwealth)\b/;

/**
 * Whether the name is that of a closed-end fund or a fund-like trust; `name` in lower case. What a list itself calls a
 * closed-end fund is one, business development companies too; a source that types its securities may know better.
 */
export function isFundName(name: string): boolean {
  if (/\bclosed[- ]end fund\b/.test(name) || /\bfunds?\b/.test(name)) return true;
  return (strategies.test(name) || trustFor.test(name) || houses.test(name)) && !operating.test(name);
}
