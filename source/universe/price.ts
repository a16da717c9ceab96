/** Whether a number can be the close of a US share; zero, negative and absurd prices are "no data". */
export function isUsablePrice(dollars: number): boolean {
  return Number.isFinite(dollars) && dollars >= 0.0001 && dollars <= 10_000_000;
}

/** Whether a number can be an issuer's market cap; 0 is how sources spell "unknown". */
export function isUsableCap(dollars: number): boolean {
  return Number.isFinite(dollars) && dollars > 0 && dollars <= 1e14;
}
