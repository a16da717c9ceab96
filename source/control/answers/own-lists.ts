import type {Situation} from '../../provider/connection.ts';
import type {Listing} from '../../provider/contract.ts';
import type {CheckResult} from '../query.ts';
import type {Reading} from '../reading.ts';
import {termsOf} from '../terms.ts';
import {attempt} from './attempt.ts';

export type OwnList = {readonly provider: string; readonly symbols: number; readonly trouble?: string};

/** The list sources that are files of this person's own, read as a build would read them: that costs no request. */
export async function ownLists(reading: Reading): Promise<{
  readonly lists: readonly OwnList[];
  /** Nothing else lists symbols, so that a build needs one of these. */
  readonly isAll: boolean;
}> {
  const providers = await reading.providers();
  const {symbols} = termsOf(await reading.settings(), {sample: reading.sample, providers}).order;
  // What is called has an address, and what paces itself is no file either.
  const isFile = (id: string): boolean => {
    const {baseUrl, quota = []} = providers.get(id) ?? {baseUrl: ''};
    return baseUrl === undefined && quota.length === 0;
  };
  const ids = symbols.filter(isFile);
  const isAll = ids.length === symbols.length;
  if (ids.length === 0) return {lists: [], isAll: false};
  const connections = await attempt(() => reading.connections());
  const situation = await situationOf(reading);
  const lists: OwnList[] = [];
  for (const provider of ids) {
    const read = await attempt(async () => {
      if (connections.sentence !== undefined) return connections.sentence;
      return (await connections.value.get(provider)?.listSymbols?.({need: 'full'}, situation)) ?? [];
    });
    lists.push(
      judged(provider, read.sentence ?? read.value, {isAll, title: providers.get(provider)?.title ?? provider}),
    );
  }
  return {lists, isAll};
}

/** Whether each can be read; nothing where none is used. */
export async function ownListChecks(reading: Reading): Promise<readonly CheckResult[]> {
  // Settings and providers that cannot be read have checks of their own.
  const {lists} = (await attempt(() => ownLists(reading))).value ?? {lists: []};
  return lists.map(({provider, symbols, trouble}) => ({
    check: `list ${provider}`,
    passed: trouble === undefined,
    sentence: trouble ?? `The list of your own can be read and holds ${symbols} symbols.`,
  }));
}

async function situationOf({calendar, clock}: Reading): Promise<Situation> {
  const days = await calendar();
  const session = days.lastClosed(clock.now());
  return {session, nextSession: days.nextSession(session), signal: new AbortController().signal};
}

function judged(
  provider: string,
  read: string | readonly Listing[],
  {isAll, title}: {readonly isAll: boolean; readonly title: string},
): OwnList {
  if (typeof read === 'string') return {provider, symbols: 0, trouble: read};
  const symbols = read.length;
  if (symbols === 0) return {provider, symbols, trouble: `${title} is empty.`};
  if (!isAll || read.some(({exchange}) => exchange !== undefined)) return {provider, symbols};
  return {
    provider,
    symbols,
    trouble: `${title} does not say on which exchange a symbol is listed; name that column or add another list source.`,
  };
}
