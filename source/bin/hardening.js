// A process that may hold secrets can be looked into by nobody: no core dump, no inspector, no heap snapshot, no report
// of its environment, no protocol trace. Most of that is decided before a program begins, so it has to begin again.
import {existsSync} from 'node:fs';
import process from 'node:process';

const shell = '/bin/sh';
const closed = ['--disable-sigusr1', '--report-exclude-env'];
/**
 * For what is soon over: code that is compiled beside the program when it ends may wait for a collection that never comes, and the
 * process with it, for ever (nodejs/node#54918). `universe verify && screener` would stand still. Engines and screens want the speed.
 */
const alone = '--no-concurrent-recompilation';

/** Options of Node that show or keep what is in its memory or on its wires. A file of options could hold any of them. */
const revealing =
  /^--(inspect|debug|heap|cpu-prof|prof|report|diagnostic-dir|tls-keylog|trace-(tls|event|env)|experimental-(default-)?config-file)/;

/**
 * Replaces this process by itself, hardened; returns where that cannot be (Windows). It stays the same process: number, terminal,
 * streams and signals are as they were. `process.execve` ends the program where it fails, so what it needs is looked for first.
 */
export function hardenProcess() {
  const {env, pid, execPath} = process;
  if (typeof process.execve !== 'function' || process.platform === 'win32' || !existsSync(execPath)) return;
  // Secrets go along in the environment, for every descriptor but the standard three is closed on the way. It is the same process
  // that had them there from the start, and it takes them out of there again as its first step; no child ever gets them.
  const again = {...quietEnvironment(env), UNIVERSE_HARDENED: String(pid)};
  const {command, args} = hardened(execPath, process.argv.slice(1), harmless(ownOptions()));
  process.execve(command, [command, ...args], again);
}

/** The command that runs this program on a Node, hardened. */
export function hardened(node, words, options = []) {
  const line = [...options, ...closed, ...(isSoonOver(words) ? [alone] : []), ...words];
  // A container may have no shell; it then has its own limit of core dumps.
  if (process.platform === 'win32' || !existsSync(shell)) return {command: node, args: line};
  return {command: shell, args: ['-c', 'ulimit -c 0; exec "$@"', 'sh', node, ...line]};
}

/** A command; behind the program's own path. */
function isSoonOver([, ...words]) {
  return words.some((word) => /^[a-z]/.test(word)) && !words.includes('engine-host') && !words.includes('--daemon');
}

/** Whether somebody asks to look into this process, by its environment or its command line. */
export function isWatched() {
  const options = ownOptions();
  const {NODE_OPTIONS, NODE_DEBUG, NODE_DEBUG_NATIVE} = process.env;
  return (
    Boolean(NODE_DEBUG || NODE_DEBUG_NATIVE) ||
    harmless(options).length < options.length ||
    quietEnvironment({NODE_OPTIONS}).NODE_OPTIONS !== NODE_OPTIONS
  );
}

/** Without what prints headers (`NODE_DEBUG=http`) and what opens the memory. */
export function quietEnvironment({NODE_DEBUG: _debug, NODE_DEBUG_NATIVE: _native, ...environment}) {
  const {NODE_OPTIONS} = environment;
  if (NODE_OPTIONS === undefined) return environment;
  const words = optionsIn(NODE_OPTIONS);
  const kept = harmless(words);
  return kept.length === words.length ? environment : {...environment, NODE_OPTIONS: kept.map(quoted).join(' ')};
}

/** As Node itself reads them: spaces part, quotes hold together, and within quotes a backslash takes the next character as it is. */
function optionsIn(text) {
  const words = [];
  let word;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const isEscape = isQuoted && text[at] === '\\';
    if (isEscape) at++;
    if (!isEscape && text[at] === '"') isQuoted = !isQuoted;
    else if (!isEscape && !isQuoted && text[at] === ' ') {
      if (word) words.push(word);
      word = undefined;
    } else word = (word ?? '') + (text[at] ?? '');
  }
  return word ? [...words, word] : words;
}

function quoted(word) {
  return /[ "\\]/.test(word) ? `"${word.replace(/["\\]/g, '\\$&')}"` : word;
}

/** What this process was started with, the hardening itself left out: whoever starts the program again begins as this one did. */
export function ownOptions() {
  return process.execArgv.filter((option) => option !== alone && !closed.includes(option));
}

/** A word that begins no option is the value of the one before it. */
function harmless(words) {
  let isDropped = false;
  return words.filter((word) => {
    const plain = word.replaceAll('_', '-');
    if (plain.startsWith('-')) isDropped = revealing.test(plain);
    return !isDropped;
  });
}
