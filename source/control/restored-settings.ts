import {join, relative} from 'node:path';
import type {Unpacked} from '../store/archive.ts';
import {loadSettingsText, saveSettings} from '../store/formats/settings-file.ts';
import type {Paths} from '../store/paths.ts';

/** Where the master key is belongs to the machine and not to the universe that is brought to it. */
const ofThisMachine = ['keySource', 'keyStore', 'allowKeySources', 'environment'] as const;

/** Who may do what, which program runs, and where keys are sent: whoever has these has the root. */
const powerful = /^(access|rotation\.hook|network|tls|providers\.[^.]+\.(baseUrl|allowPlainHttp|options))(\.|$)/;

/** By their whole names. */
export type RestoredSettings = {
  /** The powerful ones that the snapshot brings otherwise than they were here. */
  readonly brought: readonly string[];
  /** Those that it has otherwise than they are here, and that stay as they are. */
  readonly left: readonly string[];
};

/**
 * The settings of an unpacked snapshot, with this root's own word on where its key lives: under that key the secrets are encrypted
 * anew.
 */
export async function keepKeyPlace(
  paths: Pick<Paths, 'base' | 'settings'>,
  {folder}: Unpacked,
): Promise<RestoredSettings> {
  const brought = join(folder, relative(paths.base, paths.settings));
  const [own, foreign] = [await loadSettingsText(paths.settings), await loadSettingsText(brought)];
  const kept = Object.fromEntries(ofThisMachine.flatMap((name) => (name in own ? [[name, own[name]] as const] : [])));
  const others = Object.entries(foreign).filter(([name]) => !ofThisMachine.some((one) => one === name));
  const joined = {...Object.fromEntries(others), ...kept};
  if (JSON.stringify(joined) !== JSON.stringify(foreign)) await saveSettings(brought, joined);
  const [before, there, after] = [valuesOf(own), valuesOf(foreign), valuesOf(joined)];
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return {
    brought: names.filter((name) => powerful.test(name) && before.get(name) !== after.get(name)),
    left: [...there.keys()].filter((name) => after.get(name) !== there.get(name)).sort(),
  };
}

/** Those of some settings, by their whole names, with their values as JSON. */
export function powerfulIn(settings: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  return [...valuesOf(settings)].filter(([name]) => powerful.test(name));
}

/** Every value under its whole name, as JSON. */
function valuesOf(settings: Readonly<Record<string, unknown>>, within = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(settings).flatMap(([key, value]) => {
      const name = `${within}${key}`;
      const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isGroup
        ? [...valuesOf(Object.fromEntries(Object.entries(value)), `${name}.`)]
        : [[name, JSON.stringify(value)] as const];
    }),
  );
}
