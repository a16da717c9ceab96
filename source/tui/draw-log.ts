import {fit} from './cell-text.ts';
import {many, timeOfDay} from './figures.ts';
import {levelSign, logSentence} from './log-lines.ts';
import type {Model} from './model.ts';
import {quietSentence} from './quiet-log.ts';
import {drawLine} from './segments.ts';
import {type Theme, textStyle} from './theme.ts';

/** The newest lines under a title that repeats the last heartbeat of a build as it came. */
export function drawLog(model: Model, theme: Theme, height: number): readonly string[] {
  const lines = model.log.slice(-height);
  const quiet = lines.length > 0 ? [] : [theme.paint('text-dim', fit(` ${quietSentence(model)}`, model.size.columns))];
  return [
    titleLine(model, theme),
    ...Array.from({length: height}, (_, i) => {
      const line = lines[i];
      if (!line) return quiet[i] ?? ' '.repeat(model.size.columns);
      const width = model.size.columns - 10;
      const style = textStyle(line.tone);
      const time = theme.paint('text-dim', `${timeOfDay(line.at)} `);
      return `${theme.paint(style, levelSign(line))}${time}${theme.paint(style, fit(logSentence(line), width))}`;
    }),
  ];
}

function titleLine(model: Model, theme: Theme): string {
  const {progress, log, size} = model;
  // At rest nothing beats, and nobody waits for it.
  const beatAt = progress.state === 'running' ? progress.heartbeatAt : undefined;
  const beat = beatAt ? `last heartbeat ${timeOfDay(beatAt)} ` : '';
  return drawLine(theme, {
    left: [['pane-title', ` LOG  ${many(log.length, 'line')}, UTC `]],
    right: [['pane-title', beat]],
    width: size.columns,
    fill: 'pane-title',
  });
}
