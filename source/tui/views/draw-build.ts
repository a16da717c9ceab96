import type {Criteria} from '../../universe/criteria.ts';
import {damageOfFinal} from '../damaged-final.ts';
import type {Model} from '../model.ts';
import {quietSentence} from '../quiet-log.ts';
import type {Theme} from '../theme.ts';
import {buildLayout, logSeen} from './build-layout.ts';
import {criteriaShown, isUnsealed} from './criteria-shown.ts';
import {drawFunnel} from './draw-funnel.ts';
import {drawPasses} from './draw-passes.ts';
import {drawQuotas} from './draw-quotas.ts';
import {drawScrollingLog} from './draw-scrolling-log.ts';
import {drawStanding} from './draw-standing.ts';
import {funnelShown} from './live-funnel.ts';
import type {Area} from './view.ts';

/** Funnel beside passes, engine and quotas; the log below them. */
export function drawBuild(model: Model, theme: Theme, area: Area): readonly string[] {
  const {topHeight, leftWidth, rightWidth, logHeight} = buildLayout(area);
  const seen = logSeen(model, area);
  const {providers, rules, log} = model.views.build;
  const left = drawFunnel(funnelShown(model, rules), theme, {
    width: leftWidth,
    height: topHeight,
    criteria: criteriaOf(model),
    empty: emptyFunnel(model),
  });
  const right = rightColumn(model, theme, {providers, width: rightWidth, height: topHeight});
  return [
    ...Array.from({length: topHeight}, (_, i) => {
      return `${left[i] ?? ' '.repeat(leftWidth)} ${right[i] ?? ' '.repeat(rightWidth)}`;
    }),
    ...drawScrollingLog(model.log, theme, {
      scroll: log,
      area: {width: area.width, height: seen},
      empty: quietSentence(model),
    }),
    ...Array<string>(logHeight - seen).fill(''),
  ];
}

/** By which the funnel rejects. */
export function criteriaOf(model: Model): Criteria | undefined {
  const {criteria} = criteriaShown(model, isUnsealed(model) ? model.views.build.criteria : undefined);
  return criteria;
}

export function emptyFunnel(model: Model): string {
  const {progress, status} = model;
  if (!status) return 'Asking the engine.';
  if (progress.state === 'running')
    return 'The candidates are being collected; they are counted when the lists are in.';
  if (status.unfinished) return 'No candidates are saved of the build that stopped; the next one (b) collects them.';
  const damage = damageOfFinal(model);
  if (damage) return `${damage.words}: there is nothing to count until a night is sealed again.`;
  return status.sealed
    ? 'The candidates of the sealed night have not been counted yet.'
    : 'No candidates have been counted yet. b builds the universe; then every one of them stands here.';
}

/** Title and one line: what is left of the quotas on a short screen. */
const leastQuotas = 2;

function rightColumn(
  model: Model,
  theme: Theme,
  {providers, width, height}: {providers: Model['views']['build']['providers']; width: number; height: number},
): readonly string[] {
  const passes = drawPasses(model, theme, width);
  const free = height - passes.length - leastQuotas;
  // A line is worth more than its title where there are two of them.
  const standing = drawStanding(model, theme, {width, height: free, isTitled: free > 3});
  const quotas = drawQuotas(model, theme, {providers, width, height: height - passes.length - standing.length});
  return [...passes, ...standing, ...quotas];
}
