/** What a process ends with. One table for every face of the product (SPEC: commands). */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  unfit: 3,
  'no-answer': 4,
  credentials: 5,
  halted: 6,
  paused: 7,
  interrupted: 130,
  terminated: 143,
} as const;

export type FailureKind = Exclude<keyof typeof exitCodes, 'done'>;

export type FailureDetails = {
  /** What to do next, as one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** Decides the exit code; `failed` where nothing else fits. */
  readonly kind?: FailureKind;
};

/** Something that stops the caller. `code` is stable for programs, the message is one sentence for a person. */
export class Failure extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly kind: FailureKind;

  constructor(code: string, sentence: string, details: FailureDetails = {}) {
    super(sentence, details.cause === undefined ? undefined : {cause: details.cause});
    this.name = 'Failure';
    this.code = code;
    this.hint = details.hint;
    this.kind = details.kind ?? 'failed';
  }

  get exitCode(): number {
    return exitCodes[this.kind];
  }

  /** What travels over the control socket and stands in `--json` errors; never the cause, which may hold foreign text. */
  toJSON(): {code: string; message: string; hint?: string; kind: FailureKind} {
    return {code: this.code, message: this.message, ...(this.hint ? {hint: this.hint} : {}), kind: this.kind};
  }
}

/** One line for a person from anything that was thrown. */
export function sentenceOf(thrown: unknown): string {
  if (thrown instanceof Failure) return thrown.hint ? `${thrown.message} ${thrown.hint}` : thrown.message;
  if (thrown instanceof Error) return thrown.message;
  return String(thrown);
}
