import type {Flags} from './commands/flags.ts';
import type {Environment, Situation} from './compose.ts';
import {writeScreen} from './store/screen-file.ts';
import {tmuxClipboard} from './tmux-clipboard.ts';
import type {DashboardOptions} from './tui/open-dashboard.ts';

/** What a dashboard may do with this machine besides drawing: its clipboard, and files of its own. */
export function screenTools(
  {root, clock}: Situation,
  {noClipboard, screenReader}: Flags,
  env: Environment,
): Pick<DashboardOptions, 'clipboard' | 'saveScreen' | 'preferences' | 'isReadAloud'> {
  const clipboard = noClipboard ? 'off' : tmuxClipboard(env);
  return {
    preferences: {color: !env.NO_COLOR},
    isReadAloud: screenReader || env.INK_SCREEN_READER === 'true',
    ...(clipboard === undefined ? {} : {clipboard}),
    saveScreen: (text) => writeScreen(root, text, clock.now()),
  };
}
