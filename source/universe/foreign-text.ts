/** OSC, DCS, SOS, PM and APC with their text, terminated or not: a terminal would swallow that text too. */
const strings = /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x18\x1a\x1b\x9c\r\n]*(?:\x07|\x1b\\|\x9c)?/g;
const csi = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?/g;
const otherEscapes = /\x1b[ -/]*[0-~]?/g;
const blanks = /[\s\x85]+/g;
const controls = /[\x00-\x1f\x7f-\x9f]/g;
/** Bidi marks, joiners, soft hyphens, variation selectors, fillers, and halves of a character. */
const invisible = /[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** Nearly every text: words of visible ASCII, one blank between them, which all of the above would leave as it is. */
const plain = /^[!-~]+(?: [!-~]+)*$/;

/** Text from outside, fit for a terminal, a log and a CSV cell: one line, visible characters only. */
export function clean(text: string): string {
  if (plain.test(text)) return text;
  return text
    .replace(strings, '')
    .replace(csi, '')
    .replace(otherEscapes, '')
    .replace(blanks, ' ')
    .replace(controls, '')
    .replace(invisible, '')
    .replace(blanks, ' ')
    .trim();
}

/** A person's words as a sentence that another may follow: with a full stop where they have no end of their own. */
export function asSentence(text: string): string {
  return /[.!?…]["')\]]?$/.test(text) ? text : `${text}.`;
}
