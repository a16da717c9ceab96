import {fit, widthOf, wrapText} from '../cell-text.ts';
import type {Model} from '../model.ts';
import {drawLine} from '../segments.ts';
import {type Style, type Theme, textStyle} from '../theme.ts';
import type {Words} from '../tone-words.ts';
import {sentencesOf} from './credential-words.ts';
import {type CredentialLine, chosenLine, type Shown} from './credentials-state.ts';
import type {Area} from './view.ts';

/** Of what is under the cursor: its name, the values while they are shown, what is wrong, what was said, how to get it. */
export function detailLines(model: Model, theme: Theme, area: Area): readonly string[] {
  const {width} = area;
  const state = model.views.credentials;
  const line = chosenLine(state);
  if (!line) return [];
  const {row, field} = line;
  const name = field ? `${row.title}: ${field.label}` : row.title;
  const title = drawLine(theme, {left: [['pane-title', ` ${name}`]], width, fill: 'pane-title'});
  const shown =
    state.shown?.provider === row.provider
      ? shownLines(state.shown, model.now, theme, {width, height: area.height - 1})
      : [];
  return [
    title,
    ...shown,
    ...[...helpOf(line), ...sentencesOf(row)].flatMap(({tone, text}) => painted(text, textStyle(tone), theme, width)),
  ];
}

function helpOf({row, field}: CredentialLine): readonly Words[] {
  if (!field) return row.used ? [] : [{tone: 'dim', text: 'No pass of the build uses it as the settings are.'}];
  const kind = `${field.secret ? 'Secret' : 'Not secret'}, ${field.required ? 'required' : 'optional'}.`;
  return [{tone: 'dim', text: field.help === undefined ? kind : `${field.help.replace(/\.?$/, '.')} ${kind}`}];
}

/** Every character, over as many lines as it takes, or word of those that do not fit: who looks wants to compare it, not to guess its end. */
function shownLines(shown: Shown, now: number, theme: Theme, {width, height}: Area): readonly string[] {
  if (shown.state === 'asked') return painted('Opening the secrets ...', 'text-dim', theme, width);
  const left = Math.max(0, Math.round((shown.until - now) / 1000));
  const labels = Math.max(...Object.keys(shown.values).map((name) => widthOf(name))) + 4;
  const values = Object.entries(shown.values).flatMap(([name, value]) =>
    cut(value, width - labels - 2).map((part, i) => [i === 0 ? name : '', part] as const),
  );
  const hint = painted(
    `Any key hides it; gone by itself in ${left}s. That it was shown is in the audit log.`,
    'text-dim',
    theme,
    width,
  );
  const whole = values.length + hint.length <= height;
  const rest = (lines: number) =>
    painted(
      `${lines} more lines do not fit: universe credentials show ${shown.provider} shows all, page by page.`,
      'text-warn',
      theme,
      width,
    );
  const room = whole ? values.length : Math.max(0, height - hint.length - rest(values.length).length);
  return [
    ...values
      .slice(0, room)
      .map(
        ([name, part]) =>
          theme.paint('text-dim', fit(`  ${name}`, labels)) + theme.paint('text-warn', fit(part, width - labels)),
      ),
    ...(whole ? [] : rest(values.length - room)),
    ...hint,
  ];
}

function cut(value: string, width: number): readonly string[] {
  const characters = Array.from(value);
  return Array.from({length: Math.ceil(characters.length / width)}, (_, i) =>
    characters.slice(i * width, (i + 1) * width).join(''),
  );
}

function painted(text: string, style: Style, theme: Theme, width: number): readonly string[] {
  return wrapText(text, width - 4).map((part) => theme.paint(style, fit(`  ${part}`, width)));
}
