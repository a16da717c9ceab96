import type {PassProgress} from '../engine/progress.ts';
import {fit, widthOf} from './cell-text.ts';
import {damageOfFinal} from './damaged-final.ts';
import {bucketSegments} from './draw-buckets.ts';
import {age, count, many, percent} from './figures.ts';
import {isAttached} from './is-attached.ts';
import type {Model} from './model.ts';
import {keptPasses, passesShown} from './passes-shown.ts';
import {pulseOf} from './pulse.ts';
import {drawLine, type Segment} from './segments.ts';
import {situationOf} from './situation.ts';
import type {Theme} from './theme.ts';

/** Title, state, passes, vitals: always four lines, so that nothing below them jumps. */
export function drawHeader(model: Model, theme: Theme): readonly string[] {
  return [titleLine(model, theme), stateLine(model, theme), passesLine(model, theme), vitalsLine(model, theme)];
}

function titleLine(model: Model, theme: Theme): string {
  const {title, size} = model;
  return drawLine(theme, {
    left: [
      ['title-name', ' symbol-universe '],
      ...(title.sample ? ([['badge-warn', ' SAMPLE ']] as const) : []),
      ...roleBadge(model),
      ...(title.profile ? ([['badge-plain', ` ${title.profile} `]] as const) : []),
      ['title-quiet', ` ${title.root} `],
    ],
    right: [['title', `${writerWords(model)} `]],
    width: size.columns,
    fill: 'title',
  });
}

/** Admins may do everything, which needs no word. */
function roleBadge({rights}: Model): readonly Segment[] {
  return rights && rights.here !== 'admin' ? [['badge-warn', ` ${rights.here} `]] : [];
}

function writerWords(model: Model): string {
  const writer = model.status?.writer;
  if (!writer) return '';
  if (!writer.held) return 'no engine: reading only';
  if (!isAttached(model)) return 'engine: this dashboard';
  const kind = writer.kind === 'dashboard' ? 'another dashboard' : (writer.kind ?? 'unknown');
  return `engine: ${kind}${writer.pid === undefined ? '' : ` ${writer.pid}`}`;
}

function stateLine(model: Model, theme: Theme): string {
  const {badge, style, sentence, short = sentence} = situationOf(model);
  const {status} = model;
  const fits = widthOf(` ${badge}  ${sentence} `) <= model.size.columns;
  return drawLine(theme, {
    left: [
      [style, ` ${badge} `],
      ['text-strong', ` ${fits ? sentence : short} `],
    ],
    right: status
      ? [
          [
            'text-info',
            ` session ${model.progress.state === 'running' ? (model.progress.session ?? status.session) : status.session}`,
          ],
          ['text-dim', ` tradable ${status.tradableSession} `],
          ...(status.inSession ? ([['text-warn', 'in session ']] as const) : []),
        ]
      : [],
    width: model.size.columns,
    fill: 'text-plain',
  });
}

/** Five bars side by side, the words written on them. */
function passesLine(model: Model, theme: Theme): string {
  const {size, progress} = model;
  const passes = passesShown(model);
  const kept = keptPasses({passes, state: progress.state});
  const each = Math.floor((size.columns - passes.length + 1) / passes.length);
  const over = size.columns - each * passes.length - (passes.length - 1);
  return passes
    .map((pass, i) => {
      const width = each + (i < over ? 1 : 0);
      if (kept.has(pass.pass)) return theme.paint('bar-kept', fit(` ${pass.pass} kept`, width));
      const words = fit(` ${passWords(pass, width, progress.state === 'running')}`, width);
      if (pass.state === 'finished') return theme.paint('bar-finished', words);
      const filled = pass.state === 'running' ? Math.floor((percent(pass.done, pass.total) / 100) * width) : 0;
      return theme.paint('bar-filled', words.slice(0, filled)) + theme.paint('bar-empty', words.slice(filled));
    })
    .join(' ');
}

function passWords(pass: PassProgress, width: number, isRunning: boolean): string {
  if (pass.state === 'waiting') return pass.pass;
  if (pass.state === 'finished')
    return pass.total > 0 && width > 18 ? `${pass.pass} ok ${count(pass.total)}` : `${pass.pass} ok`;
  // A build that ended in the middle of a pass works on nothing any more.
  const stopped = `${pass.pass} stopped`;
  if (!isRunning) {
    const at = `${stopped} at ${percent(pass.done, pass.total)}%`;
    return pass.total > 0 && at.length <= width - 2 ? at : stopped;
  }
  // Its size is not known yet, or it has none: a percentage of nothing says nothing.
  if (pass.total === 0) {
    const underWay = `${pass.pass} under way`;
    return underWay.length <= width - 2 ? underWay : `${pass.pass} ...`;
  }
  const short = `${pass.pass} ${percent(pass.done, pass.total)}%`;
  const long = `${short} ${count(pass.done)}/${count(pass.total)}`;
  return long.length <= width - 2 ? long : short;
}

function vitalsLine(model: Model, theme: Theme): string {
  const {progress, size} = model;
  const running = progress.state === 'running';
  return drawLine(theme, {
    left: running ? vitals(model) : restingLine(model),
    right: running ? calls(model) : [],
    width: size.columns,
    fill: 'text-plain',
  });
}

/** Where the candidates ended; of a file that cannot be read nothing is counted any more. */
function restingLine(model: Model): readonly Segment[] {
  if (damageOfFinal(model) !== undefined)
    return [['text-bad', ' Screeners find no universe here until one is sealed again.']];
  const buckets = model.progress.buckets ?? model.funnel?.buckets;
  return buckets ? bucketSegments(buckets, model.size.columns) : [];
}

function vitals(model: Model): readonly Segment[] {
  const {progress} = model;
  const {mark, isSilent, silenceMs} = pulseOf(model);
  return [
    [isSilent ? 'text-bad' : 'text-good', ` ${mark} `],
    isSilent ? ['text-bad', `no heartbeat for ${age(silenceMs)}`] : ['text-dim', 'heartbeat'],
    ['text-strong', `   ${count(progress.rate ?? 0)}`],
    ['text-dim', ' symbols/s   blocked '],
    ['text-strong', `+${count(progress.blocklisted)}`],
    ['text-dim', '   recovered '],
    ['text-good', count(progress.recovered)],
    ['text-dim', '   failures '],
    [progress.failures > 0 ? 'text-bad' : 'text-strong', count(progress.failures)],
  ];
}

function calls({progress}: Model): readonly Segment[] {
  const all = Object.entries(progress.calls).filter(([, n]) => n > 0);
  if (all.length === 0) return [];
  const total = all.reduce((sum, [, n]) => sum + n, 0);
  return [
    ['text-info', ` ${many(total, 'call')}`],
    ['text-dim', `: ${all.map(([provider, n]) => `${provider} ${count(n)}`).join('  ')}`],
    ['text-plain', ' '],
  ];
}
