import type {Flags} from './commands/flags.ts';
import type {Environment, Situation} from './compose.ts';
import {Failure} from './failure.ts';
import {writeScreen} from './store/screen-file.ts';
import {tmuxClipboard} from './tmux-clipboard.ts';
import {glyphsOf} from './tui/glyphs.ts';
import type {DashboardOptions} from './tui/open-dashboard.ts';

/** What a dashboard may do with this machine besides drawing: its clipboard, and files of its own. */
export function screenTools(
  situation: Situation,
  {noClipboard, screenReader, ascii}: Pick<Flags, 'noClipboard' | 'screenReader' | 'ascii'>,
  env: Environment,
): Pick<DashboardOptions, 'clipboard' | 'saveScreen' | 'preferences' | 'isReadAloud'> {
  const {root, clock} = situation;
  const clipboard = noClipboard ? 'off' : tmuxClipboard(env);
  return {
    preferences: {color: !env.NO_COLOR, glyphs: ascii ? 'ascii' : glyphsOf(env)},
    isReadAloud: screenReader || env.INK_SCREEN_READER === 'true',
    ...(clipboard === undefined ? {} : {clipboard}),
    saveScreen: async (text) => {
      await expectMaySave(situation);
      return writeScreen(root, text, clock.now());
    },
  };
}

/** By sudo the file would be the owner's, and a viewer's screen only reads. */
async function expectMaySave(situation: Situation): Promise<void> {
  const {asker} = situation;
  if (asker === undefined || (await (await import('./by-sudo.ts')).mayChange(situation, asker))) return;
  throw new Failure('access.denied', `The screen was not saved: by sudo ${asker} only reads here.`, {
    hint: 'Copy from the terminal, or ask an operator to save it.',
    kind: 'credentials',
  });
}
