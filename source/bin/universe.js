#!/usr/bin/env node
// The `universe` command: chooses the Node to run on, shows the first frame at once, then loads the program.
// Plain JavaScript that old versions of Node can parse too, so that they can say what they lack.
import {spawn, spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import * as nodeModule from 'node:module';
import {constants} from 'node:os';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {setFlagsFromString} from 'node:v8';
import {hardened, hardenProcess, isWatched, ownOptions, quietEnvironment} from './hardening.js';
import {handSecrets, hasSecrets, receiveSecrets, takeSecrets} from './secrets.js';

// Before React is loaded: its development build is slower and grows without bound.
process.env.NODE_ENV = 'production';

// As commands are started, every process: the one kind of it that can still be turned off (see hardening.js).
setFlagsFromString('--no-concurrent-sparkplug');

/** The process of an older Node that started this one, if one did. */
const launcher = Number(process.env.UNIVERSE_LAUNCHED ?? 0);
delete process.env.UNIVERSE_LAUNCHED;

const isHardened = process.env.UNIVERSE_HARDENED === String(process.pid);
delete process.env.UNIVERSE_HARDENED;

const words = process.argv.slice(2);

if (isRecent(process.versions.node)) {
  if (!launcher && !isHardened && mayHoldSecrets()) hardenProcess();
  await start();
} else if (!launcher && ownNode() !== undefined) runOn(ownNode());
else refuse();

/** The screen alone knows none, and would show its first frame 35 ms later. */
function mayHoldSecrets() {
  return !isScreen() || hasSecrets(process.env) || isWatched();
}

/** The range of `engines` in package.json. */
function isRecent(version) {
  const [major, minor] = version.split('.').map(Number);
  return (major === 24 && minor >= 15) || major >= 26;
}

/** The Node that the npm package `node` brings, where it is installed beside this program. */
function ownNode() {
  try {
    const found = join(dirname(nodeModule.createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node');
    return existsSync(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function runOn(node) {
  const secrets = takeSecrets(process.env);
  const {command, args} = hardened(node, [fileURLToPath(import.meta.url), ...words]);
  const child = spawn(command, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: {...quietEnvironment(process.env), UNIVERSE_LAUNCHED: String(process.pid)},
  });
  handSecrets(child, secrets);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`The program's own Node could not be started: ${error.message}.`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal) giveBackTerminal(signal);
    process.exit(signal ? 128 + constants.signals[signal] : code);
  });
}

/** A program that was killed could not: its screen, its hidden cursor and its raw mode would stay. */
function giveBackTerminal(signal) {
  if (!isScreen() || !process.stdout.isTTY) return;
  process.stdout.write('\x1b[?2026l\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?1049l\x1b[?25h');
  if (process.platform !== 'win32') spawnSync('stty', ['sane'], {stdio: ['inherit', 'ignore', 'ignore']});
  console.error(`The dashboard was ended by ${signal}. Start it again to go on.`);
}

function refuse() {
  console.error(
    `universe needs Node 24.15 or later (not 25); this is ${process.versions.node}. Install it, or the npm package \`node\` beside it.`,
  );
  process.exit(1);
}

async function start() {
  keepCompiled();
  quietenSqlite();
  const secrets = {...takeSecrets(process.env), ...(launcher ? receiveSecrets(launcher) : {})};
  closeToOthers();
  if (launcher) endWith(launcher);
  const splash = showSplash();
  const {main} = await import('./cli.js');
  await main(splash, secrets);
}

/** What a process can do about itself without beginning again. */
function closeToOthers() {
  process.execArgv = ownOptions();
  process.report.excludeEnv = true;
  // With a listener the signal no longer starts the inspector.
  if (process.platform !== 'win32') process.on('SIGUSR1', () => {});
}

/** A launcher that was killed could forward nothing; the shell has the terminal back, as after a hangup. */
function endWith(parent) {
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    if (!process.emit('SIGHUP', 'SIGHUP')) process.exit(128 + constants.signals.SIGHUP);
  }, 250);
  watch.unref();
}

/** Beside the program, where whoever can write could change the program itself; where nobody may, it is compiled each time. */
function keepCompiled() {
  nodeModule.enableCompileCache({
    directory: join(dirname(fileURLToPath(import.meta.url)), '.compiled'),
    portable: true,
  });
}

/** `node:sqlite` holds the writer lock; its warning would push the dashboard's first line off the screen. */
function quietenSqlite() {
  const emit = process.emitWarning;
  process.emitWarning = (warning, ...rest) => {
    if (!String(warning).startsWith('SQLite is an experimental feature')) emit.call(process, warning, ...rest);
  };
}

/** Whether the words ask for the dashboard, as far as that can be told before they are parsed. */
function isScreen() {
  const takesWord = ['--root', '--profile', '--speed', '--now'];
  return words.every(
    (word, at) =>
      ['--sample', '--demo', '--no-clipboard', '--ascii', ...takesWord].includes(word.split('=')[0]) ||
      takesWord.includes(words[at - 1]),
  );
}

/** The dashboard's first frame, 40 ms after the start; everything else takes five times as long to load. */
function showSplash() {
  if (!isScreen() || !process.stdin.isTTY || !process.stdout.isTTY || process.env.TERM === 'dumb') return {end() {}};
  // A screen reader would say a frame that is gone in a moment.
  if (process.env.INK_SCREEN_READER === 'true') return {end() {}};
  let shown = true;
  // Until the dashboard has the terminal nobody else would give it back when a signal ends this process.
  const dying = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'].map((signal) => {
    const die = () => {
      splash.end();
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    };
    process.on(signal, die);
    return () => process.off(signal, die);
  });
  const splash = {
    /** Gives the terminal back, for a program that ends without a dashboard. */
    end() {
      if (!shown) return;
      shown = false;
      for (const forget of dying) forget();
      process.stdin.setRawMode(false);
      process.stdout.write('\x1b[?1049l\x1b[?25h');
    },
    /** The dashboard has the terminal now and gives it back itself; it draws from where the cursor stands, so that must be home. */
    handOver() {
      if (shown) process.stdout.write('\x1b[2J\x1b[H');
      shown = false;
      for (const forget of dying) forget();
    },
  };
  // Keys typed before raw mode would be echoed over the frame.
  process.stdin.setRawMode(true);
  process.stdout.write('\x1b[?1049h\x1b[?25l\x1b[2J\x1b[H universe\r\n\r\n opening…');
  return splash;
}
