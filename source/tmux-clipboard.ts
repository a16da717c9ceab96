import {spawn} from 'node:child_process';
import type {Environment} from './compose.ts';
import type {Clipboard} from './tui/clipboard.ts';

const patienceMs = 2000;
/** All that tmux needs to find its server and the terminal outside. */
const handedOn = ['PATH', 'HOME', 'LANG', 'TMUX', 'TMUX_PANE', 'TMUX_TMPDIR', 'TERM'];

/**
 * Inside tmux its own buffer is the way: it hands text on to the terminal's clipboard (`-w`) with its settings as they come, where it
 * swallows a program's own sequence (seen with 3.3a, 2026-03). The text goes by stdin: arguments are for everybody to read.
 */
export function tmuxClipboard(env: Environment): Clipboard | undefined {
  if (!env.TMUX) return undefined;
  const given = Object.fromEntries(handedOn.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  return {how: 'the buffer of tmux and the clipboard of its terminal', put: (text) => load(text, given)};
}

function load(text: string, env: Readonly<Record<string, string | undefined>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('tmux', ['load-buffer', '-w', '-'], {
      env,
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: patienceMs,
      killSignal: 'SIGKILL',
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`tmux ended with ${code}.`))));
    // One that has ended already says so with its exit.
    child.stdin.on('error', () => {}).end(text);
  });
}
