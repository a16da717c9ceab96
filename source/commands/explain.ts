import type {Explanation} from '../control/query.ts';
import {clean} from '../universe/foreign-text.ts';
import type {CommandEntry} from './command-entry.ts';
import {grid} from './grid.ts';
import type {Output} from './output.ts';
import {usage} from './parse.ts';
import {demandOf} from './ruling-words.ts';

export const explain: CommandEntry = {
  name: 'explain',
  group: 'Questions',
  summary: 'Why a symbol is in the universe or not, rule by rule',
  usage: 'SYMBOL [--night DATE]',
  words: {min: 1, max: 1},
  flags: ['night'],
  examples: ['universe explain GOOGM', 'universe explain BRK.B --night 2026-03-02'],
  run: async ({words, reading, flags, out}) => {
    const [symbol = ''] = words;
    if (symbol.trim() === '') throw usage('universe explain wants a symbol.', 'Write universe explain SYMBOL.');
    const control = await reading();
    const answer = await control.query({
      name: 'explain',
      symbol,
      ...(flags.night === undefined ? {} : {night: flags.night}),
    });
    if (flags.json) out.json(answer);
    else if (answer.unread) out.error(answer.sentence);
    else out.data(linesOf(answer, out));
    return answer.unread ? 'unfit' : 'done';
  },
};

function linesOf({sentence, counterfactual, rules, nights}: Explanation, {paint}: Output): string {
  const judged = rules.map(({rule, passed, observed, limit}) => [
    passed
      ? {text: 'ok', look: (text: string) => paint('good', text)}
      : {text: 'OUT', look: (text: string) => paint('bad', text)},
    demandOf({rule, passed, observed, limit}),
  ]);
  return [
    clean(sentence),
    ...(counterfactual === undefined ? [] : [clean(counterfactual)]),
    ...(judged.length > 0 ? ['', grid(judged, '  ')] : []),
    ...(nights.length > 0
      ? [
          '',
          grid(
            nights.map(({night, bucket}) => [night, bucket]),
            '  ',
          ),
        ]
      : []),
  ].join('\n');
}
