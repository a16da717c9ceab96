import type {ProviderRow} from '../../source/control/query.ts';
import type {Edit} from '../../source/tui/change.ts';
import type {Model} from '../../source/tui/model.ts';
import type {ViewName} from '../../source/tui/views/view-name.ts';
import {firstViewStates, type ViewStates} from '../../source/tui/views/view-states.ts';
import {credentialRows, credentialsAnswer} from './credential-rows.ts';
import {providerRows, startedAt, wideCriteria} from './dashboard-scene.ts';
import {hostile} from './frame.ts';
import {auditedLines, damaged, historyRows, nightDiff, whole} from './past-scene.ts';
import {settingRows} from './setting-rows.ts';

/** What the views have read: nothing yet, what they usually read, or names that are wide, bidirectional or obeyed by a terminal. */
export const contents: Readonly<Record<'unread' | 'plain' | 'hostile', ViewStates>> = {
  unread: firstViewStates,
  plain: contentsWith((text) => text),
  hostile: contentsWith(() => hostile),
};

function contentsWith(named: (text: string) => string): ViewStates {
  const {build, plots, history, audit} = firstViewStates;
  const [nasdaq, ...others] = providerRows as [ProviderRow, ...ProviderRow[]];
  const [row, ...rows] = historyRows(30);
  const making = {kind: 'build', actor: named('ann'), trigger: 'schedule', durationMs: 1, calls: 1} as const;
  const nights = [{...row, making}, {...rows[0], ...damaged, sentence: named('It is torn.')}, ...rows.slice(1)];
  const chain = {whole: false, checks: whole.checks.map((check) => ({...check, sentence: named(check.sentence)}))};
  const lines = auditedLines(30, {actor: named('ann'), action: named('build'), text: named('Record')});
  const providers = credentialRows.map((one) => ({
    ...one,
    title: named(one.title),
    fields: one.fields.map((field) => ({...field, label: named(field.label), help: named('From its dashboard')})),
  }));
  const changed = {field: 'gates.x', label: named('Gate'), help: named('A share'), value: named('a'), changed: true};
  return {
    build: {
      ...build,
      criteria: wideCriteria,
      providers: [{...nasdaq, id: named(nasdaq.id)}, ...others],
      rules: {rejected: 235, rules: {'cap-unknown': 69, 'cap-below': 1}},
    },
    plots: {...plots, isRead: true, criteria: wideCriteria},
    history: {...history, rows: nights as ReturnType<typeof historyRows>},
    audit: {...audit, isRead: true, lines, chain: {...chain, at: 0}, sentences: [named('A log is short.')]},
    credentials: {answer: credentialsAnswer({keySource: named('file'), providers, warnings: [named('One is due.')]})},
    settings: {rows: [...settingRows, changed, {...changed, field: named('gates.y')}]},
  };
}

/** Every view, and what can lie open in it in the place of its list. */
export const faces: Readonly<Record<string, {readonly view: ViewName; readonly open?: Edit}>> = {
  tables: {view: 'tables'},
  build: {view: 'build'},
  plots: {view: 'plots'},
  history: {view: 'history'},
  'a diff of the history': {
    view: 'history',
    open: within('history', (state, name) => ({
      ...state,
      diff: {
        from: '2026-02-27',
        to: '2026-03-02',
        top: 0,
        answer: {
          ...nightDiff,
          removed: [{symbol: 'BETA', bucket: 'blocked', reasons: [{rule: 'blocked', observed: name}]}],
        },
      },
    })),
  },
  audit: {view: 'audit'},
  'a record of the audit': {
    view: 'audit',
    open: within('audit', (state, name) => {
      const [line] = auditedLines(1);
      return line ? {...state, detail: {line: {...line, record: {...line.record, detail: name}}, top: 0}} : state;
    }),
  },
  credentials: {view: 'credentials'},
  'the backups of the credentials': {
    view: 'credentials',
    open: within('credentials', (state, name) => ({
      ...state,
      backups: {cursor: 0, rows: [{name, at: startedAt, bytes: 900}], sentence: name},
    })),
  },
  settings: {view: 'settings'},
};

function within<Name extends keyof ViewStates>(
  name: Name,
  change: (state: ViewStates[Name], foreign: string) => ViewStates[Name],
): Edit {
  return (model: Model) => ({
    ...model,
    views: {...model.views, [name]: change(model.views[name], model.views === contents.hostile ? hostile : 'plain')},
  });
}
