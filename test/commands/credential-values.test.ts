import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Command} from '../../source/control/control.ts';
import {Failure} from '../../source/failure.ts';
import {runCommand} from '../helpers/command-run.ts';
import {credentialsAnswer} from '../helpers/credential-rows.ts';
import {fakeControl} from '../helpers/fake-control.ts';
import {madeKey} from '../helpers/keyed-house.ts';

type Change = NonNullable<Parameters<typeof runCommand>[1]>;

async function ran(argv: readonly string[], change: Omit<Change, 'control'>) {
  const control = fakeControl({query: () => credentialsAnswer()});
  const run = await runCommand(['credentials', ...argv], {...change, control});
  return {...run, performed: control.performed.map(({command}) => command)};
}

const piped = (argv: readonly string[], text: string) => ran(argv, {files: {stdin: async () => text}});

const valuesOf = (performed: readonly Command[]) => {
  const [command] = performed;
  return command && 'values' in command ? command.values : undefined;
};

const [keyId, secretKey] = [madeKey(), `${madeKey()}==`];
const pair = {keyId, secretKey};
const acme = {apiKey: madeKey()};

const forms: readonly (readonly [what: string, provider: string, text: string, values: object])[] = [
  ['a JSON object', 'duo', JSON.stringify(pair), pair],
  ['JSON over several lines', 'duo', JSON.stringify(pair, undefined, 2), pair],
  ['JSON with space around it', 'acme', `\n  ${JSON.stringify(acme)} \n`, acme],
  ['lines', 'duo', `keyId=${keyId}\nsecretKey=${secretKey}\n`, pair],
  ['lines as Windows ends them', 'duo', `keyId=${keyId}\r\nsecretKey=${secretKey}\r\n`, pair],
  ['lines with spaces and blank lines', 'duo', `\n keyId = ${keyId}\n\n secretKey = ${secretKey}\n\n`, pair],
  ['one line of several fields', 'duo', `keyId=${keyId}`, {keyId}],
  ['one line of the only field', 'acme', `apiKey=${acme.apiKey}\n`, acme],
  ['the bare value', 'acme', acme.apiKey, acme],
  ['the bare value with a line break', 'acme', `${acme.apiKey}\r\n`, acme],
  ['a bare value in quotes', 'acme', `"${acme.apiKey}"\n`, acme],
  ['a bare value in quotes, with an equals sign', 'acme', `'${secretKey}'`, {apiKey: secretKey}],
  ['a JSON text with escapes', 'acme', '"sl\\/ash\\u0041"', {apiKey: 'sl/ashA'}],
  ['lines with quoted values', 'duo', `keyId="${keyId}"\nsecretKey='${secretKey}'\n`, pair],
  ['a value with a quote inside', 'duo', 'keyId="a"b"', {keyId: '"a"b"'}],
  ['a bare value with an equals sign', 'acme', secretKey, {apiKey: secretKey}],
];
for (const [what, provider, text, values] of forms) {
  test(`${what} on stdin is understood`, async () => {
    const {exit, performed} = await piped(['set', provider], text);

    assert.equal(exit, 'done');
    assert.deepEqual(performed, [{name: 'credentials.set', provider, values}]);
  });
}

const secret = madeKey();
const nonsense: readonly (readonly [what: string, provider: string, text: string, says: RegExp])[] = [
  ['nothing', 'acme', '', /^No values came on stdin\. Write a JSON object or lines of FIELD=VALUE with apiKey\./],
  ['blanks', 'acme', ' \r\n ', /^No values came on stdin\./],
  ['broken JSON', 'acme', `{"apiKey": "${secret}"`, /^What came on stdin is not JSON\./],
  ['JSON of numbers', 'acme', `{"apiKey": ${'1'.repeat(20)}}`, /^Every value on stdin must be text\./],
  ['nested JSON', 'acme', `{"apiKey": {"value": "${secret}"}}`, /^Every value on stdin must be text\./],
  ['a bare value for several fields', 'duo', secret, /^What came on stdin is not understood\./],
  ['a line without a field', 'duo', `keyId=${keyId}\n${secret}`, /^What came on stdin is not understood\./],
  [
    'a field twice',
    'acme',
    `apiKey=${secret}\napiKey=${acme.apiKey}`,
    /^The field apiKey came twice on stdin; nothing/,
  ],
  [
    'the form word for word',
    'acme',
    `VALUE=${secret}`,
    /^There is no field VALUE here; the one that there is is apiKey/,
  ],
  [
    'a line of a field that there is not',
    'duo',
    `keyId=${keyId}\ntoken=${secret}`,
    /^There is no field token here; those that there are: keyId, secretKey, account\./,
  ],
  [
    'a field that is nothing like it',
    'acme',
    'bogus=1',
    /^There is no field bogus here; the one that there is is apiKey/,
  ],
  ['a value before the sign', 'duo', `${secret}=keyId`, /^What came on stdin is not understood\./],
  [
    'a field twice in JSON',
    'acme',
    `{"apiKey": "${secret}", "api\\u004bey" :"b:\\""}`,
    /^The field apiKey came twice on/,
  ],
  [
    'a value twice in JSON',
    'acme',
    `{"${secret}":"a","${secret}":"b"}`,
    /^A field came twice on stdin; nothing was kept/,
  ],
  ['a mistyped field', 'acme', `apikye=${secret}`, /^There is no field apikye here; the one that there is is apiKey\./],
  ['the usual name of a field', 'acme', `TOKEN = ${secret}`, /^There is no field TOKEN here;/],
  ['two bare lines', 'acme', `${secret}\n${secret}`, /^What came on stdin is not understood\./],
];
for (const [what, provider, text, says] of nonsense) {
  test(`${what} on stdin is refused and quoted nowhere`, async () => {
    const {exit, stdout, stderr, performed} = await piped(['set', provider], text);

    assert.deepEqual([exit, stdout, performed], ['usage', '', []]);
    assert.match(stderr, says);
    assert.equal(stderr.includes(secret), false);
  });
}

test('rotate takes its values the same way', async () => {
  const {performed} = await piped(['rotate', 'acme'], acme.apiKey);

  assert.deepEqual(performed, [{name: 'credentials.rotate', provider: 'acme', values: acme}]);
});

test('--until is the last moment of that day for what is secret, and says nothing of the rest', async () => {
  const {performed} = await piped(['set', 'duo', '--until', '2026-12-31'], JSON.stringify({...pair, account: 'main'}));

  const end = '2026-12-31T23:59:59.000Z';
  assert.deepEqual(performed, [
    {
      name: 'credentials.set',
      provider: 'duo',
      values: {...pair, account: 'main'},
      expires: {keyId: end, secretKey: end},
    },
  ]);
});

test('--until wants a day', async () => {
  const {exit, stderr, performed} = await piped(['set', 'acme', '--until', 'soon'], acme.apiKey);

  assert.deepEqual([exit, performed], ['usage', []]);
  assert.match(stderr, /^--until cannot be "soon"\. Write it as 7d, 2w or 2026-12-31\./);
});

type Asked = {readonly question: string; readonly secret: boolean};

function person(...answers: readonly string[]) {
  const asked: Asked[] = [];
  const ask = async (question: string, {secret: hidden}: {readonly secret: boolean}): Promise<string> => {
    asked.push({question, secret: hidden});
    return answers[asked.length - 1] ?? '';
  };
  return {asked, ask};
}

test('at a terminal each field is asked for by its label, hidden where it is secret, and Enter leaves it', async () => {
  const {asked, ask} = person(keyId, '  ', ' main ');

  const {performed, stdout, stderr} = await ran(['set', 'duo'], {change: {ask}});

  assert.deepEqual(asked, [
    {question: 'Key ID:', secret: true},
    {question: 'Secret key:', secret: true},
    {question: 'Account:', secret: false},
  ]);
  assert.deepEqual(valuesOf(performed), {keyId, account: 'main'});
  assert.match(stderr, /^Duo\. Enter alone leaves a field as it is; nothing is shown of a secret\.\n/);
  assert.equal(`${stdout}${stderr}`.includes(keyId), false);
});

test('what is set already is said so, and what the field is comes with it', async () => {
  const {asked, ask} = person(acme.apiKey);

  const {stderr} = await ran(['rotate', 'acme'], {change: {ask}});

  assert.deepEqual(asked, [{question: 'API key (is set):', secret: true}]);
  assert.match(stderr, /^Acme\. Type the new value; nothing is shown of a secret\.\n {2}From its dashboard\n/);
});

test('whoever leaves at the question has changed nothing', async () => {
  const ask = async (): Promise<string> => {
    throw new Failure('usage.cancelled', 'Nothing was changed.', {kind: 'interrupted'});
  };

  const {exit, stderr, performed} = await ran(['set', 'duo'], {change: {ask}});

  assert.deepEqual([exit, performed], ['interrupted', []]);
  assert.match(stderr, /Nothing was changed\.\n$/);
});
