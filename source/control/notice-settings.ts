import {sumOf} from '../store/file.ts';
import {maskedAddress} from '../store/formats/masked-address.ts';
import {loadSettingsText} from '../store/formats/settings-file.ts';
import type {House} from './local-control.ts';
import {learnRecognized} from './recognized-secrets.ts';
import {powerfulIn} from './restored-settings.ts';

/**
 * Takes over what a person changed in the settings file since it was last on record, and puts that on record as the blocklist's edits
 * are: a file is obeyed whoever wrote it, but not without a word. What cannot be read is obeyed by nobody, and left.
 */
export async function noticeSettings({works, safe}: Pick<House, 'works' | 'safe'>): Promise<void> {
  const {paths, manifest, stream} = works;
  const sum = await sumOf(paths.settings);
  if (sum === undefined || manifest.judge('settings', sum) === 'whole') return;
  const file = await loadSettingsText(paths.settings).catch(() => undefined);
  if (file === undefined) return;
  const powerful = powerfulIn(file).map(([name, value]) => `${name} ${maskedAddress(value)}`);
  // A stored secret among them would stand in the log for ever.
  await learnRecognized(safe, powerful);
  stream.emit({
    type: 'settings.changed',
    action: 'file-edit',
    field: 'settings.json',
    actor: 'user:file-edit',
    ...(powerful.length > 0 ? {value: powerful.join(', ')} : {}),
  });
  await stream.flush();
  await manifest.record('settings', {...sum, records: Object.keys(file).length});
}
