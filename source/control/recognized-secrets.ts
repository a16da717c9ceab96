import {recognized} from '../vault/fingerprints.ts';
import type {Redacted} from '../vault/redactor.ts';
import type {Safe} from './safe.ts';

type Knowing = Pick<Safe, 'standing' | 'redactor'> & Partial<Pick<Safe, 'ofRoot'>>;

/** Teaches the redactor the stored secrets in some texts that this process has not seen, because it has had no reason to open them. */
export async function learnRecognized({standing, ofRoot, redactor}: Knowing, texts: readonly string[]): Promise<void> {
  for (const known of ofRoot === undefined ? [standing] : [standing, ofRoot]) {
    const {fingerprints} = await known.peek();
    if (fingerprints === undefined) continue;
    for (const text of texts)
      for (const {provider, value, typed} of recognized(fingerprints, text)) {
        redactor.learn(provider, [value]);
        if (typed !== value) redactor.learn(provider, [typed]);
      }
  }
}

/** A text without the stored secrets in it. */
export async function withoutSecrets(safe: Knowing, text: string): Promise<Redacted> {
  await learnRecognized(safe, [text]);
  return safe.redactor.redact(text);
}
