import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {confidentialIn, isConfidential} from '../../source/vault/variables.ts';

const [one, two] = ['one-key-of-forty-four', 'two-keys-of-forty-four'];

test('what the environment holds in confidence is named, each master key by itself, and nothing else', () => {
  const found = confidentialIn({
    VAULT_TOKEN: 'token-of-some-length\n',
    MASTER_ENCRYPTION_KEY: `${one}, ${two}`,
    AWS_SECRET_ACCESS_KEY: '',
    AWS_REGION: 'eu-west-1-is-no-secret',
    HOME: '/home/ada/of/some/length',
  });

  assert.deepEqual(found, [
    {name: 'MASTER_ENCRYPTION_KEY', secrets: [one, two]},
    {name: 'VAULT_TOKEN', secrets: ['token-of-some-length']},
  ]);
});

test('the token of a trial store is no reason to refuse every command that has it in its name', () => {
  assert.deepEqual(confidentialIn({VAULT_TOKEN: 'secrets'}), []);
});

/** An address with a user and their password, made at run time so that nothing like one ever stands in a file. */
const wayOut = (password: string, {scheme = 'http://', path = ''} = {}) =>
  `${scheme}${['ada', password].join(':')}@proxy.test${path}`;

for (const [address, secrets] of [
  [wayOut('pr0xy-pass'), ['pr0xy-pass']],
  [wayOut('pr0xy-pass', {scheme: '', path: ':3128/'}), ['pr0xy-pass']],
  [wayOut('pr0xy%40pass'), ['pr0xy%40pass', 'pr0xy@pass']],
  [wayOut('pr0xy@pass', {path: '/@'}), ['pr0xy@pass']],
  [wayOut('pr0xy%pass'), ['pr0xy%pass']],
  [wayOut('password'), []],
  [wayOut('pass1'), []],
  ['http://proxy.test:3128/some:path-of-1@here', []],
] as const) {
  test(`of the way out ${address} the password is held in confidence, where it can be no word`, () => {
    const names = ['HTTP_PROXY', 'https_proxy', 'ALL_PROXY'];
    const found = confidentialIn({...Object.fromEntries(names.map((name) => [name, address])), NO_PROXY: address});

    assert.deepEqual(found, secrets.length === 0 ? [] : names.map((name) => ({name, secrets: [...secrets]})));
  });
}

test('the launcher takes the same variables out of the environment', () => {
  const launcher = fileURLToPath(new URL('../../source/bin/secrets.js', import.meta.url));
  const names = ['MASTER_ENCRYPTION_KEY', 'VAULT_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
  const others = ['AWS_CONTAINER_AUTHORIZATION_TOKEN', 'AWS_REGION', 'VAULT_ADDR', 'HOME', 'NODE_OPTIONS'];
  const program = `import {takeSecrets} from '${launcher}'; console.log(JSON.stringify(Object.keys(takeSecrets(JSON.parse(process.argv[1])))))`;
  const proxies = {HTTPS_PROXY: wayOut('a-value-of-1'), all_proxy: wayOut('a-value-of-1', {scheme: ''})};
  const all = {
    ...Object.fromEntries([...names, ...others].map((name) => [name, 'a-value-of-some-length'])),
    ...proxies,
  };
  const {stdout} = spawnSync(process.execPath, ['--input-type=module', '-e', program, JSON.stringify(all)], {
    encoding: 'utf8',
  });

  assert.deepEqual(JSON.parse(stdout), Object.keys(all).filter(isConfidential));
  assert.deepEqual(
    Object.keys(all).filter(isConfidential),
    confidentialIn(all).map(({name}) => name),
  );
});
