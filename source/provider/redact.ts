/** Takes secrets of ours out of plain JSON: the very value where there is none in it, and else whose they were. */
export type Redact = <T>(value: T) => {readonly value: T; readonly exposed: readonly string[]};

/** For whoever holds no secrets. */
export const nothingToRedact: Redact = (value) => ({value, exposed: []});

/** Whether an address holds a secret, whichever of its characters the address spells with a percent sign. */
export function isInAddress({href}: URL, redact: Redact): boolean {
  const plain = href.replaceAll(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
  return redact([href, plain]).exposed.length > 0;
}
