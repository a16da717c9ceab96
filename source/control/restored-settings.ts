import {join, relative} from 'node:path';
import type {Unpacked} from '../store/archive.ts';
import {loadSettingsText, saveSettings} from '../store/formats/settings-file.ts';
import type {Paths} from '../store/paths.ts';

/** Where the master key is belongs to the machine and not to the universe that is brought to it. */
const ofThisMachine = ['keySource', 'keyStore', 'allowKeySources', 'environment'] as const;

/** The settings of an unpacked snapshot, with this root's own word on where its key lives: under that key the secrets are encrypted anew. */
export async function keepKeyPlace(paths: Pick<Paths, 'base' | 'settings'>, {folder}: Unpacked): Promise<void> {
  const brought = join(folder, relative(paths.base, paths.settings));
  const [own, foreign] = [await loadSettingsText(paths.settings), await loadSettingsText(brought)];
  const kept = Object.fromEntries(ofThisMachine.flatMap((name) => (name in own ? [[name, own[name]] as const] : [])));
  const others = Object.entries(foreign).filter(([name]) => !ofThisMachine.some((one) => one === name));
  const joined = {...Object.fromEntries(others), ...kept};
  if (JSON.stringify(joined) !== JSON.stringify(foreign)) await saveSettings(brought, joined);
}
