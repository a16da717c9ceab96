import {sentenceOf} from '../../failure.ts';
import {askNewKey, askRemove} from '../acts/credential-asks.ts';
import {openCredentialForm} from '../acts/credential-form.ts';
import {askRestore, readBackups} from '../acts/restore-act.ts';
import {reveal} from '../acts/reveal-act.ts';
import type {Key} from '../key-input.ts';
import {actOf} from '../keys.ts';
import type {Model} from '../model.ts';
import {neededBy, ownActOf, ownKeys} from '../own-keys.ts';
import {isMotion, move} from '../pane-window.ts';
import type {Response} from '../press.ts';
import {engineAway, refusal} from '../refusal.ts';
import {whyDenied} from '../rights.ts';
import {viewArea} from '../view-area.ts';
import {
  type Backups,
  type CredentialLine,
  chosenLine,
  cursorIn,
  inCredentials,
  isSecretShown,
  linesOf,
} from './credentials-state.ts';
import {drawBackups} from './draw-backups.ts';
import {credentialsPlace, drawCredentials} from './draw-credentials.ts';
import {escaping, type FooterKeys, leavingView} from './footer-keys.ts';
import {entryAt} from './list-place.ts';
import type {View} from './view.ts';

/** What is set, missing, refused and due of every provider's credentials, and everything that a person does with them. */
export const credentialsView: View = {
  title: ownKeys.credentials.title,
  draw: (model, theme, area) => {
    const {backups} = model.views.credentials;
    return backups ? drawBackups(backups, model, {theme, area}) : drawCredentials(model, theme, area);
  },
  partsRead: ({views: {credentials}}) => Number((credentials.answer ?? credentials.sentence) !== undefined),
  press: (model, key) => {
    const {backups} = model.views.credentials;
    return backups ? pressInBackups(model, backups, key) : pressInList(model, key);
  },
  click: clickInList,
  load: async (control, model) => {
    try {
      // A store on the network would keep the view waiting whenever something changes.
      const answer = await control.query({name: 'credentials', tryKey: 'here'});
      const rows = model.views.credentials.backups && (await control.query({name: 'backups'}));
      return inCredentials(({sentence: _earlier, ...state}) => ({
        ...state,
        answer,
        ...(rows && state.backups ? {backups: {...state.backups, rows}} : {}),
      }));
    } catch (thrown) {
      const sentence = sentenceOf(thrown);
      return inCredentials((state) => ({...state, sentence}));
    }
  },
  wakes: ({type}) => /^(credential|secret|key|settings)\.|^build\.finished$/.test(type),
  watches: ({connection, status}) => [connection.state, ...(status?.warnings ?? [])].join('\n'),
  footer: footerKeys,
  showsSecret: isSecretShown,
};

function footerKeys(model: Model): FooterKeys {
  const {shown, backups} = model.views.credentials;
  if (shown) return [['any key', 'hides the values']];
  if (backups) {
    const restores: FooterKeys = whyDenied(model, 'credentials.restore')
      ? []
      : [['Enter', 'what differs, then restore']];
    return [...restores, ['j k', 'move'], ...escaping('credentials')];
  }
  return [
    ['a', 'set'],
    ['R', 'rotate'],
    ['d', 'remove'],
    ['v', 'show'],
    ['c', 'check'],
    ['b', 'backups'],
    ...leavingView,
  ];
}

function pressInList(model: Model, key: Key): Response | undefined {
  const motion = actOf(key.name);
  if (motion !== undefined && isMotion(motion)) return moved(model, motion);
  const own = ownActOf('credentials', key.name);
  if (own === undefined) return undefined;
  const {answer} = model.views.credentials;
  if (model.connection.state === 'lost') return refusal(engineAway);
  const line = chosenLine(model.views.credentials);
  const needed = neededBy('credentials', own);
  const denied = needed && whyDenied(model, needed);
  if (denied !== undefined) return refusal(denied);
  if (!answer || !line) return say('Nothing is known of the credentials yet.');
  return works[own](line, {now: model.now, keySource: answer.keySource});
}

function clickInList(model: Model, line: number): Response | undefined {
  const state = model.views.credentials;
  const entry = entryAt(credentialsPlace(model, viewArea(model)), line);
  const chosen = entry === undefined ? undefined : linesOf(state)[entry];
  if (state.backups || !chosen) return undefined;
  return {type: 'edited', edit: inCredentials((now) => ({...now, chosen: chosen.key}))};
}

type About = {readonly now: number; readonly keySource: string};

type Work = (line: CredentialLine, about: About) => Response;

const works: Readonly<Record<NonNullable<ReturnType<typeof ownActOf<'credentials'>>>, Work>> = {
  set: edited,
  rotate: ({row, field}, {now}) => openCredentialForm(row, {name: 'credentials.rotate', now, ...named(field)}),
  remove: askRemove,
  show: ({row}) => reveal(row.provider),
  check: ({row}) => ({type: 'perform', command: {name: 'credentials.check', providers: [row.provider]}}),
  'check-all': () => ({type: 'perform', command: {name: 'credentials.check'}}),
  backups: readBackups,
  'new-key': (_line, {keySource}) => askNewKey(keySource),
  read: () => ({type: 'perform', command: {name: 'credentials.read'}}),
};

function edited({row, field}: CredentialLine, {now}: About): Response {
  return openCredentialForm(row, {name: 'credentials.set', now, ...named(field)});
}

function named(field: CredentialLine['field']) {
  return field ? {field: field.field} : {};
}

function moved(model: Model, motion: Parameters<typeof move>[1]): Response {
  return {
    type: 'edited',
    edit: inCredentials((state) => {
      const lines = linesOf(state);
      const place = {cursor: cursorIn(lines, state.chosen), top: 0};
      const {cursor} = move(place, motion, {count: lines.length, height: pageOf(model)});
      const line = lines[cursor];
      return line ? {...state, chosen: line.key} : state;
    }),
  };
}

function pageOf({size}: Model): number {
  return Math.max(2, Math.floor(size.rows / 2));
}

function pressInBackups(model: Model, backups: Backups, {name}: Key): Response | undefined {
  const motion = actOf(name);
  if (name === 'escape' || name === 'b') {
    return {type: 'edited', edit: inCredentials(({backups: _closed, ...state}) => state)};
  }
  if (name === 'enter') {
    const row = backups.rows?.[backups.cursor];
    const denied = whyDenied(model, 'credentials.restore');
    if (denied !== undefined) return say(denied);
    return row ? askRestore(row.name) : say('There is no backup under the cursor.');
  }
  if (ownActOf('credentials', name) !== undefined) return say('Esc closes the backups first.');
  if (motion === undefined || !isMotion(motion)) return undefined;
  const size = {count: backups.rows?.length ?? 0, height: pageOf(model)};
  const {cursor} = move({cursor: backups.cursor, top: 0}, motion, size);
  return {type: 'edited', edit: inCredentials((state) => ({...state, backups: {...backups, cursor}}))};
}

function say(text: string): Response {
  return {type: 'say', tone: 'warn', text};
}
