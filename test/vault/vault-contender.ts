import {pathsOf} from '../../source/store/paths.ts';
import {systemClock} from '../../source/system-clock.ts';
import {keyFile} from '../../source/vault/key-file.ts';
import {Vault} from '../../source/vault/vault.ts';
import {made, putting} from './vault-fixture.ts';

/** Puts so many values of its own provider there, one change each, and says how it went. */
const [root = '', provider = '', count = '0'] = process.argv.slice(2);
const paths = pathsOf(root);
const vault = new Vault({
  paths,
  clock: systemClock(),
  source: () => keyFile(paths.key, {}),
  earlierNames: new Map(),
  keepBackupDays: async () => 30,
});
for (let at = 0; at < Number(count); at++) await vault.change(putting(provider, `field${at}`, made()));
process.stdout.write('done\n');
