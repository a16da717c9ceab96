import type {Status} from '../../control/query.ts';
import {fit, wrapText} from '../cell-text.ts';
import {damageOfFinal, sealAgain} from '../damaged-final.ts';
import {age, ago, count, duration, many, timeOfDay} from '../figures.ts';
import {gateSentence} from '../gate-words.ts';
import type {Model} from '../model.ts';
import {pulseOf} from '../pulse.ts';
import {drawLine} from '../segments.ts';
import {type Theme, textStyle} from '../theme.ts';
import {bad, dim, good, info, type Words, warn} from '../tone-words.ts';

/** Engine, build and gates in sentences: is it alive, what is it doing or what did the last build come to, what holds the seal. */
export function drawStanding(
  model: Model,
  theme: Theme,
  {width, height, isTitled}: {width: number; height: number; isTitled: boolean},
): readonly string[] {
  const all = standingWords(model, width < 48).flatMap(({tone, text}) =>
    wrapText(text, width - 2).map((line) => ({tone, text: line})),
  );
  const title = drawLine(theme, {left: [['pane-title', ' ENGINE, BUILD, GATES ']], width, fill: 'pane-title'});
  const lines = cutTo(all, isTitled ? height - 1 : height);
  return [
    ...(isTitled ? [title] : []),
    ...lines.map(({tone, text}) => theme.paint(textStyle(tone), ` ${fit(text, width - 1)}`)),
  ].slice(0, Math.max(0, height));
}

/** What moves comes first while something moves; a short screen shows what comes first. */
export function standingWords(model: Model, isShort: boolean): readonly Words[] {
  const isLive = model.progress.state === 'running' || model.connection.state === 'lost';
  const build = [...buildWords(model, isShort), ...gateWords(model)];
  return isLive ? [pulseWords(model), ...build] : [...build, pulseWords(model)];
}

/** The last line says so when others are missing. */
function cutTo(lines: readonly Words[], room: number): readonly Words[] {
  if (lines.length <= room) return lines;
  return lines
    .slice(0, Math.max(0, room))
    .map((line, i) => (i === room - 1 ? {...line, text: `${line.text} ~`} : line));
}

function pulseWords(model: Model): Words {
  const {connection, progress, status, now} = model;
  const {mark, isSilent, silenceMs} = pulseOf(model);
  const last = progress.heartbeatAt === undefined ? '' : ` Last heartbeat ${timeOfDay(progress.heartbeatAt)}.`;
  if (connection.state === 'lost') return bad(`! No engine for ${age(now - connection.since)}.${last}`);
  if (!status) return dim('Asking the engine.');
  if (progress.state === 'running') {
    if (isSilent) return bad(`! No heartbeat for ${age(silenceMs)}.${last}`);
    return good(`${mark} Heartbeat ${progress.heartbeatAt ? timeOfDay(progress.heartbeatAt) : 'to come'}.`);
  }
  if (!status.writer.held) return dim('No engine holds this root: reading only.');
  if (status.halted || progress.halted) return bad('The engine is halted: nothing builds.');
  const next = status.nextBuildAt;
  if (next === undefined) return dim('The engine is at rest.');
  // Its hour is past and it was tried: what counts is the next attempt.
  if (status.nextTry) return dim(`The engine is at rest. ${tryWords(status.nextTry, now)}`);
  const wait = Date.parse(next) - now;
  const when = wait > 0 ? `in ${duration(wait)}` : 'now due';
  return dim(`The engine is at rest. Next build ${next.slice(0, 10)} ${timeOfDay(next)} UTC, ${when}.`);
}

function tryWords({at}: NonNullable<Status['nextTry']>, now: number): string {
  if (at === undefined) return 'The daemon leaves this night to you: b builds it.';
  const wait = Date.parse(at) - now;
  const when = wait > 0 ? `, in ${duration(wait)}` : '';
  return `The daemon tries again from ${at.slice(0, 10)} ${timeOfDay(at)} UTC${when}; b tries now.`;
}

function buildWords(model: Model, isShort: boolean): readonly Words[] {
  const {status} = model;
  const halted = status?.halted ? [bad(`Halted by ${status.halted.actor}: ${status.halted.cause}`)] : [];
  return [...halted, ...outcomeWords(model, isShort)];
}

function outcomeWords({progress, status, now}: Model, isShort: boolean): readonly Words[] {
  const {state, startedAt, endedAt, buildId, trigger, resumed, because, until, sealed} = progress;
  const at = endedAt ? ` at ${timeOfDay(endedAt)}` : '';
  switch (state) {
    case 'running': {
      const kind = trigger === undefined || trigger === 'command' ? 'Build' : `The ${trigger}`;
      // Its name stands elsewhere too; how long it runs does not.
      const name = isShort ? '' : ` ${buildId ?? ''}`;
      const since = startedAt ? ` for ${duration(now - Date.parse(startedAt))}` : '';
      return [info(`${kind}${name} ${resumed ? 'goes on' : 'runs'}${since}. ${costWords(progress, isShort)}`)];
    }
    case 'sealed':
      if (!sealed) return [good(`Sealed${at}.`)];
      return [
        good(
          `Sealed ${count(sealed.records)} symbols${at} in ${duration(sealed.durationMs)}, sha256 ${sealed.sha256.slice(0, 8)}. ${costWords(progress)}`,
        ),
      ];
    case 'paused':
      return [warn(`Paused${at}: ${because ?? 'no reason was given.'}${until ? ` May go on at ${until}.` : ''}`)];
    case 'refused':
      return [bad(`Refused${at}. ${costWords(progress)}`)];
    case 'aborted':
      return [bad(`Aborted${at}: ${because ?? 'no reason was given.'}`)];
    case 'idle':
      return restWords(status, now);
  }
}

function costWords({calls, failures}: Model['progress'], isShort = false): string {
  const total = Object.values(calls).reduce((sum, n) => sum + n, 0);
  const asked = many(total, 'call');
  return isShort && failures === 0 ? `${asked}.` : `${asked}, ${many(failures, 'failure')}.`;
}

/** This engine has built nothing yet; the files say what an earlier one did. */
function restWords(status: Model['status'], now: number): readonly Words[] {
  const {unfinished, sealed} = status ?? {};
  const stopped = unfinished
    ? [
        warn(
          `A build of ${unfinished.session} stopped in ${unfinished.pass}${unfinished.because ? `: ${unfinished.because}` : '.'}`,
        ),
        dim(
          unfinished.session === status?.session
            ? 'Unfinished: this is what it saved; the next build (b) goes on from there.'
            : 'Unfinished, its session over: this is what it saved; the next build (b) begins anew.',
        ),
      ]
    : [];
  const last = sealed
    ? [
        dim(
          `Sealed ${count(sealed.records)} symbols of ${sealed.session} ${ago(sealed.builtAt, now)}, sha256 ${sealed.sha256.slice(0, 8)}.`,
        ),
      ]
    : [];
  const damage = damageOfFinal(status ? {status} : {});
  if (damage !== undefined) return [bad(`${damage.words}: ${damage.because} ${sealAgain}`), ...stopped];
  if (!status || stopped.length + last.length > 0) return [...stopped, ...last];
  return [dim('There was no build in this root yet.')];
}

function gateWords({progress}: Model): readonly Words[] {
  if (progress.gates.length > 0) return progress.gates.map((finding) => bad(gateSentence(finding)));
  return progress.state === 'sealed' ? [good('No gate tripped.')] : [];
}
