import {Failure} from '../failure.ts';
import {addressOf} from '../provider/address.ts';
import {requireProvider} from '../provider/load.ts';
import {expectOptions} from '../provider/options.ts';
import {Settings} from '../settings.ts';
import {ownsSecrets} from '../store/archive-unit.ts';
import {maskedAddress} from '../store/formats/masked-address.ts';
import {loadSettingsText, parseSettings, saveSettings} from '../store/formats/settings-file.ts';
import {Turns} from '../store/turns.ts';
import type {Actor, Command, Result} from './control.ts';
import {expectSettings} from './exclusive-run.ts';
import type {House} from './local-control.ts';
import {noticeSettings} from './notice-settings.ts';
import {pathWords} from './path-words.ts';
import {expectSecrets} from './rotation-each.ts';
import {at, inItsCase, type Json, objectAt, pathIn, readingsOf, withValue} from './setting-value.ts';
import {termsOf} from './terms.ts';
import {universeAt} from './universe-at.ts';
import {countsWords, isOfRoot} from './when-it-counts.ts';

/** One change at a time, or the later of two would write over the earlier. */
const turns = new WeakMap<House, Turns>();

export function setSetting(house: House, command: Extract<Command, {name: 'settings.set'}>, actor: Actor) {
  return inTurn(house, () => set(house, command, actor));
}

export function unsetSetting(house: House, command: Extract<Command, {name: 'settings.unset'}>, actor: Actor) {
  return inTurn(house, () => unset(house, command, actor));
}

/** The same for an edit of another kind: refused, saved and said as every change is. */
export function editSettings(
  house: House,
  {field, actor}: {readonly field: string; readonly actor: Actor},
  edit: (file: Json) => Json,
): Promise<Result> {
  return inTurn(house, async () => {
    await expectSettings(house);
    const file = await loadSettingsText(house.works.paths.settings);
    return saved(house, {file, chosen: await tried(house, edit(file), field), field, actor});
  });
}

/** What somebody wrote into the file is on record before anything follows from it, or is written over it. */
export function adoptSettings(house: House): Promise<void> {
  return inTurn(house, async () => {});
}

function inTurn<T>(house: House, work: () => Promise<T>): Promise<T> {
  const known = turns.get(house) ?? new Turns();
  turns.set(house, known);
  return known.take(async () => {
    await noticeSettings(house);
    return work();
  });
}

/** Changes one setting. A value that does not fit is refused with its field and what would be right; the file stays as it was. */
async function set(house: House, command: Extract<Command, {name: 'settings.set'}>, actor: Actor): Promise<Result> {
  const {works} = house;
  refuseOfRoot(house, command.field);
  await expectSettings(house);
  const file = await loadSettingsText(works.paths.settings);
  const path = pathOf(command.field);
  const read = typeof command.value === 'string' ? readingsOf(command.value) : [command.value];
  const readings = read.flatMap((value) => inItsCase(command.field, value));
  expectSecrets(path, readings[0], await house.reading.providers());
  const chosen = await firstThatFits(
    {house, field: command.field},
    readings.map((value) => withValue(file, path, value)),
  );
  return saved(house, {file, chosen, field: command.field, actor});
}

async function unset(house: House, command: Extract<Command, {name: 'settings.unset'}>, actor: Actor): Promise<Result> {
  await expectSettings(house);
  const file = await loadSettingsText(house.works.paths.settings);
  const path = pathOf(command.field);
  if (at(file, path) === undefined) return {kind: 'done', sentence: `${command.field} stands on its default already.`};
  return saved(house, {
    file,
    chosen: await tried(house, without(file, path), command.field),
    field: command.field,
    actor,
  });
}

/** What would be without effect is not kept as if it had one. */
function refuseOfRoot({works: {paths}, reading}: House, field: string): void {
  if (reading.sample && /^(keySource|keyStore)(\.|$)/.test(field)) {
    throw new Failure(
      'settings.of-sample',
      'A sample market has a key file of its own: any other key is that of what is real.',
      {
        hint: 'Nothing needs to be set here.',
        kind: 'usage',
      },
    );
  }
  if (ownsSecrets(paths) || !isOfRoot(field)) return;
  throw new Failure('settings.of-root', `${field} is the root's, as the secrets are; a profile has none of its own.`, {
    hint: `Leave out --profile: ${universeAt({root: paths.root, base: paths.root})} settings set ${field} VALUE`,
    kind: 'usage',
  });
}

/** The changed file's content, if all of it fits and names only providers that exist. */
async function tried({works, reading}: House, changed: Json, field: string): Promise<Json> {
  const settings = parseSettings(works.paths.settings, Settings, changed, field);
  const providers = await reading.providers();
  for (const [id, own] of Object.entries(settings.providers)) {
    const provider = requireProvider(providers, id);
    expectOptions(provider, own.options);
    // Throws what it says of a base URL that would not do.
    addressOf(provider, own);
  }
  termsOf(settings, {sample: reading.sample, providers});
  return changed;
}

async function saved(
  house: House,
  {file, chosen, field, actor}: {file: Json; chosen: Json; field: string; actor: Actor},
): Promise<Result> {
  const {works} = house;
  const sum = await saveSettings(works.paths.settings, chosen);
  await works.manifest.record('settings', {...sum, records: Object.keys(chosen).length});
  await house.settingsChanged();
  const [earlier, value] = [at(file, pathIn(field)), at(chosen, pathIn(field))].map((one) =>
    one === undefined ? undefined : maskedAddress(JSON.stringify(one)),
  );
  works.stream.emit({
    type: 'settings.changed',
    field,
    actor: actor.name,
    ...(earlier === undefined ? {} : {earlier}),
    ...(value === undefined ? {} : {value}),
  });
  await works.stream.flush();
  const counts = await countsWords(house, {field, earlier: at(file, pathIn(field))});
  const wrong = await pathWords(house, {field, value: at(chosen, pathIn(field))});
  return {
    kind: 'done',
    sentence: value === undefined ? `${field} is back on its default.` : `${field} is now ${value}.`,
    hint: wrong === undefined ? counts : `${counts} But as it stands it will not work: ${wrong}`,
  };
}

const names = /^[A-Za-z0-9][\w-]*$/;

/** The parts of its name. Names that could reach into JavaScript's own objects are no setting. */
function pathOf(field: string): readonly string[] {
  const parts = field.split('.');
  if (parts.every((name) => names.test(name) && !['constructor', 'prototype'].includes(name))) return pathIn(field);
  throw new Failure('settings.field', `${JSON.stringify(field.slice(0, 60))} is not the name of a setting.`, {
    hint: 'universe settings list names them all.',
    kind: 'usage',
  });
}

function without(file: Json, [name = '', ...rest]: readonly string[]): Json {
  const {[name]: _gone, ...others} = file;
  if (rest.length === 0) return others;
  const inner = without(objectAt(file, name), rest);
  return Object.keys(inner).length === 0 ? others : {...others, [name]: inner};
}

/** The first reading that fits. Of the refusals the one that is told is that of a reading which had the right shape, else of the first. */
async function firstThatFits({house, field}: {house: House; field: string}, readings: readonly Json[]): Promise<Json> {
  let told: unknown;
  for (const reading of readings) {
    try {
      return await tried(house, reading, field);
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      if (told === undefined || (hasWrongShape(told) && !hasWrongShape(thrown))) told = thrown;
    }
  }
  throw told;
}

function hasWrongShape(thrown: unknown): boolean {
  return (
    thrown instanceof Failure &&
    thrown.code === 'settings.refused' &&
    /^It must be (a list|text)\b/.test(thrown.hint ?? '')
  );
}
