import {createHash} from 'node:crypto';
import {fileURLToPath} from 'node:url';
import {runSecretLint} from 'secretlint';
import {z} from 'zod';
import type {ScannedText} from './scanned-text.ts';

/** Where a secret may stand, and what it is known by. Never the secret: a finding is printed, logged and committed. */
export type Finding = {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly rule: string;
  readonly sha256: string;
  readonly object?: string;
};

const configFilePath = fileURLToPath(new URL('../../.secretlintrc.json', import.meta.url));

const Report = z.array(
  z.object({
    messages: z.array(
      z.object({
        ruleId: z.string(),
        range: z.tuple([z.number(), z.number()]),
        loc: z.object({start: z.object({line: z.number(), column: z.number()})}),
        data: z.object({PATTERN_NAME: z.string().optional()}).optional(),
      }),
    ),
  }),
);

/** Asks secretlint, with the rules of `.secretlintrc.json`. */
export async function findSecrets(texts: readonly ScannedText[]): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const text of texts) found.push(...(await findIn(text)));
  return found;
}

async function findIn({path, content, object}: ScannedText): Promise<readonly Finding[]> {
  const {stdout} = await runSecretLint({
    cliOptions: {cwd: fileURLToPath(new URL('../../', import.meta.url)), stdinContent: content, stdinFileName: path},
    engineOptions: {configFilePath, formatter: 'json', color: false, maskSecrets: false},
  });
  const messages = Report.parse(JSON.parse(stdout ?? '[]')).flatMap((report) => report.messages);
  return messages.map(({ruleId, range, loc, data}) => ({
    path,
    line: loc.start.line,
    column: loc.start.column + 1,
    rule: data?.PATTERN_NAME ?? ruleId.replace('@secretlint/secretlint-rule-', ''),
    sha256: createHash('sha256')
      .update(content.slice(...range))
      .digest('hex'),
    ...(object === undefined ? {} : {object}),
  }));
}
