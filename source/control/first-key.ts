import {Failure} from '../failure.ts';
import {lacksKeys} from '../vault/first-keys.ts';
import type {KeySource} from '../vault/key-source.ts';
import {audited} from './audited.ts';
import type {Actor} from './control.ts';
import type {House} from './local-control.ts';

const keepCopy = 'Keep a copy of it apart from this machine: without it the credentials cannot be read.';

export function madeWords({place}: Pick<KeySource, 'place'>): string {
  return `A master key was made in ${place}. ${keepCopy}`;
}

/** Makes the master key, where what is about to be kept is the first that needs one: an act of its own, on record. The words on it, where it was made. */
export async function firstKey(house: House, actor: Actor): Promise<string | undefined> {
  const {safe, works} = house;
  if (!(await lacksKeys(works.paths, await safe.source()))) return undefined;
  try {
    await makeKey(house, actor);
    return madeWords(await safe.source());
  } catch (thrown) {
    // Another process of this root was faster, and says so itself.
    if (thrown instanceof Failure && thrown.code === 'key.present') return undefined;
    throw thrown;
  }
}

/** A first master key where the settings say that it lives. */
export function makeKey({safe, works}: House, actor: Actor) {
  return audited(safe, {act: {action: 'key-generate'}, actor}, async () => {
    const {place} = await safe.vault.generateKey();
    works.stream.emit({type: 'key.changed', action: 'generated', place, actor: actor.name});
    return {
      result: {kind: 'done', sentence: `A master key was made in ${place}.`, hint: keepCopy, data: {place}},
      detail: place,
    };
  });
}
