import assert from 'node:assert/strict';
import {addressOf} from '../../source/provider/address.ts';
import type {Provider, ProviderContext} from '../../source/provider/contract.ts';
import {situation} from './wired.ts';

/** The address that a provider asks first under these options, if it may: a base URL would map all its hosts to one. */
export async function askedUrl(
  provider: Provider,
  options: Readonly<Record<string, unknown>>,
  call: (context: ProviderContext) => Promise<unknown>,
): Promise<string> {
  const asked: string[] = [];
  const note = async (url: string): Promise<never> => {
    asked.push(url);
    throw new Error('noted');
  };
  const http = {json: note, text: note, postJson: note, postForm: note};
  const make = <T>(_key: string, made: () => Promise<T>): Promise<T> => made();
  const plain = {credentials: {}, options, readUserFile: async () => '', partial: () => {}};
  await assert.rejects(call({...situation(), ...plain, http, memo: make, keep: make}), /noted/);
  return addressOf(provider, {}).of(asked[0] ?? '').href;
}
