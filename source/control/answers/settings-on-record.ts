import {exists, sumOf} from '../../store/file.ts';
import {Manifest} from '../../store/manifest.ts';
import type {CheckResult} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';

/** Whether the settings are those that were last on record. An edit by hand is allowed, and obeyed at once: it is only told. */
export async function settingsOnRecord(
  {paths}: Reading,
  manifest: Manifest | undefined,
): Promise<readonly CheckResult[]> {
  const check = 'settings-file';
  // A manifest that is gone or damaged says so for itself.
  if (!manifest?.wasThere) return [];
  const looked = await attempt(() => sumOf(paths.settings));
  if (looked.sentence !== undefined) return [{check, passed: false, sentence: looked.sentence}];
  const {current} = manifest.get('settings');
  const sum = looked.value;
  if (sum === undefined && current === undefined)
    return [{check, passed: true, sentence: 'There are no settings but the defaults, and none are on record.'}];
  if (sum === undefined)
    return [
      {
        check,
        passed: false,
        sentence: `${paths.settings} is gone, with what was set; put it back from a snapshot, or write {} into it to go on with every default.`,
      },
    ];
  if (manifest.judge('settings', sum) === 'whole')
    return [{check, passed: true, sentence: 'The settings are those on record.'}];
  const sentence = `${editWords(paths.settings, current?.at)} Look at it: universe settings list, universe access list`;
  return [{check, passed: true, reported: true, sentence}];
}

/** That somebody changed the settings past the program since they were last on record; nothing where nobody did, or where that cannot be told. */
export async function settingsEdited({paths, clock}: Reading): Promise<string | undefined> {
  const manifest = (await attempt(() => Manifest.peek(paths.manifest, clock))).value;
  if (!manifest?.wasThere) return undefined;
  const sum = (await attempt(() => sumOf(paths.settings))).value;
  if (sum === undefined || manifest.judge('settings', sum) === 'whole') return undefined;
  return editWords(paths.settings, manifest.get('settings').current?.at);
}

/** That the settings are gone which are on record, so that nothing builds; nothing where they are there, or none ever were. */
export async function settingsGone({paths, clock}: Reading): Promise<string | undefined> {
  if ((await attempt(() => exists(paths.settings))).value !== false) return undefined;
  const manifest = (await attempt(() => Manifest.peek(paths.manifest, clock))).value;
  if (!manifest?.wasThere || manifest.get('settings').current === undefined) return undefined;
  return `${paths.settings} is gone, with what was set, and nothing builds without it. Put it back from a snapshot, or write {} into it to go on with every default.`;
}

function editWords(path: string, at: string | undefined): string {
  return `${path} was edited by hand${at === undefined ? '' : ` since ${at}`}, and counts; the next command that changes anything puts that on record as user:file-edit.`;
}
