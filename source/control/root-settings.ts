import {join} from 'node:path';
import {Settings} from '../settings.ts';
import {loadSettings} from '../store/formats/settings-file.ts';
import type {Paths} from '../store/paths.ts';

/** The settings of the root itself, whichever of its universes this is. */
export function rootSettings({root}: Pick<Paths, 'root'>): Promise<Settings> {
  return loadSettings(join(root, 'settings.json'), Settings);
}
