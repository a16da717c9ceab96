import type {PassProgress} from '../../engine/progress.ts';
import {share} from '../bars.ts';
import {count, many, timeOfDay} from '../figures.ts';
import {saidLine} from '../log-lines.ts';
import type {Model} from '../model.ts';
import {keptPasses, passesShown} from '../passes-shown.ts';
import {quietSentence} from '../quiet-log.ts';
import {criteriaOf, emptyFunnel} from './draw-build.ts';
import {ruleWord} from './draw-funnel.ts';
import {factsOf, stateWord} from './draw-passes.ts';
import {emptySentence} from './draw-scrolling-log.ts';
import {standingWords} from './draw-standing.ts';
import {funnelShown, sum} from './live-funnel.ts';
import {lastShown, linesKept, linesShown} from './log-scroll.ts';
import {sayQuotas} from './say-quotas.ts';

/** Who wants to hear more of the log goes up in it. */
const mostLines = 20;

/** The build to be heard: what it does, what it counted, its passes, quotas and the end of its log, one after the other. */
export function sayBuild(model: Model): readonly string[] {
  const {log, providers} = model.views.build;
  if (log.isTyping) return [`Filter of the log: ${log.filter}`, ...sayLog(model).slice(0, 1)];
  return [
    ...standingWords(model, false).map(({text}) => text.replace(/^[^\w\s] /, '')),
    ...sayFunnel(model),
    ...sayPasses(model),
    ...sayQuotas(model, providers),
    ...sayLog(model),
  ];
}

function sayFunnel(model: Model): readonly string[] {
  const funnel = funnelShown(model, model.views.build.rules);
  if (!funnel) return [emptyFunnel(model)];
  const {title, candidates, parts, rules, rejected, isBehind} = funnel;
  const total = sum(parts);
  const criteria = criteriaOf(model);
  return [
    `${title.replace('FUNNEL', 'Funnel')}: ${count(candidates)} candidates.`,
    ...(total === candidates ? [] : [`Its parts add up to ${count(total)} of ${count(candidates)}.`]),
    ...parts.map(({word, symbols}) => `${word}: ${figure(symbols, candidates)}.`),
    ...(rules.length === 0
      ? []
      : [`Rejected by rule, of ${count(rejected)}${isBehind ? ' at last count' : ''}; one symbol may fail several.`]),
    ...rules.map(([rule, symbols]) => `${ruleWord(rule, criteria)}: ${figure(symbols, rejected)}.`),
  ];
}

function figure(symbols: number, of: number): string {
  return symbols === 0 ? '0' : `${count(symbols)}, ${share(symbols, of).trim()}`;
}

function sayPasses(model: Model): readonly string[] {
  const passes = passesShown(model);
  const kept = keptPasses({passes, state: model.progress.state});
  // A sealed night has all of them; what they cost is not known here.
  const idle = model.progress.state === 'idle' && !model.status?.unfinished ? 'not run by this engine' : 'not begun';
  return passes.map((pass) => {
    const state = kept.has(pass.pass) ? 'kept' : stateWord(pass, model).replace(/^-$/, idle);
    return `Pass ${[`${pass.pass}: ${state}`, ...passFacts(pass, model)].join(', ')}.`;
  });
}

function passFacts(pass: PassProgress, model: Model): readonly string[] {
  if (pass.state === 'waiting') return [];
  const facts = factsOf(pass, model);
  const said = (title: string, words: (value: string) => string): readonly string[] => {
    const value = facts.get(title);
    return value === undefined || value === '...' || value === 'ok' || value === 'stopped' ? [] : [words(value)];
  };
  const of = facts.get('of');
  return [
    ...said('done', (done) => (of === undefined ? `${done} done` : `${done} of ${of} done`)),
    ...said('took', (time) => `${pass.state === 'finished' ? 'took' : 'for'} ${time}`),
    ...said('to go', (time) => `${time} to go`),
    ...said('per s', (rate) => `${rate} a second`),
    ...said('errors', (n) => `${n} error${n === '1' ? '' : 's'}`),
    ...said('batches', (n) => `${n} batch${n === '1' ? '' : 'es'}`),
    ...said('calls', (n) => `${n} call${n === '1' ? '' : 's'}`),
  ];
}

function sayLog(model: Model): readonly string[] {
  const {log: scroll} = model.views.build;
  const {level, filter, isTyping} = scroll;
  const lines = linesShown(model.log, scroll);
  const kept = linesKept(model.log, scroll);
  const of = lines.length === kept ? '' : `${count(lines.length)} of `;
  const only = [
    ...(level === 'all' ? [] : [`level ${level}`]),
    ...(filter === '' || isTyping ? [] : [`filter ${filter}`]),
  ];
  const last = lastShown(lines, scroll) + 1;
  return [
    `${['Log', ...only].join(', ')}: ${of}${many(kept, 'line')}, UTC.`,
    ...(lines.length === 0
      ? [emptySentence(scroll, quietSentence(model))]
      : lines.slice(Math.max(0, last - mostLines), last).map((line) => `${timeOfDay(line.at)} ${saidLine(line)}`)),
  ];
}
