import {pause} from '../pause.ts';
import type {Response} from '../press.ts';
import {inCredentials, type Shown, withoutExpiredSecrets} from '../views/credentials-state.ts';

/** Long enough to compare a key, too short to be forgotten on a screen. */
export const shownMs = 30_000;

/** Asks for the values of a provider and shows them for a while; who presses a key meanwhile does not want them any more. */
export function reveal(provider: string): Response {
  return {
    type: 'then',
    first: showing({state: 'asked', provider}),
    next: () => ({
      type: 'run',
      work: async ({control, actor, clock, signal, apply, say}) => {
        try {
          const {kind, sentence, data} = await control.perform({name: 'credentials.reveal', provider}, actor);
          if (kind !== 'done') return say('bad', `credentials.reveal: ${sentence}`);
          const values = Object.fromEntries(
            Object.entries(Object(data?.values)).map(([name, value]) => [name, String(value)]),
          );
          const until = clock.now().getTime() + shownMs;
          apply({
            type: 'edited',
            edit: inCredentials((state) => {
              const isWanted = state.shown?.state === 'asked' && state.shown.provider === provider;
              return isWanted ? {...state, shown: {state: 'shown', provider, values, until}} : state;
            }),
          });
        } finally {
          apply({type: 'edited', edit: inCredentials(withoutQuestion)});
        }
        await pause(clock, shownMs, signal);
        const now = clock.now().getTime();
        apply({type: 'edited', edit: (model) => withoutExpiredSecrets(model, now)});
      },
    }),
  };
}

function showing(shown: Shown) {
  return {type: 'edited' as const, edit: inCredentials((state) => ({...state, shown}))};
}

/** After a refusal nothing is on its way. */
function withoutQuestion<State extends {readonly shown?: Shown}>(state: State): State | Omit<State, 'shown'> {
  const {shown, ...rest} = state;
  return shown?.state === 'asked' ? rest : state;
}
