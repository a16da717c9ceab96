import type {BuildEvent} from '../../engine/event.ts';
import {type Card, newCard} from '../card.ts';
import {cardLines, drawCard} from '../draw-card.ts';
import type {Key} from '../key-input.ts';
import {type Act, actOf} from '../keys.ts';
import {footerHeight, headerHeight} from '../layout.ts';
import {type Model, type Overlay, rowsShown} from '../model.ts';
import {ownActOf} from '../own-keys.ts';
import type {Response} from '../press.ts';
import {reduceGesture} from '../reduce-gesture.ts';
import {sayCard} from '../say-card.ts';
import {noticeLines, screenLayout} from '../screen-layout.ts';
import type {OverlayKind} from './overlay.ts';
import {goesThroughCard} from './through-card.ts';

type CardOverlay = Extract<Overlay, {kind: 'card'}>;

/** Everything known of one symbol, over the whole body; `n` and `p` go through the table behind it. */
export const cardOverlay: OverlayKind<CardOverlay> = {
  width: ({width}) => width,
  draw: ({card}, theme, inside) => drawCard(card, theme, inside),
  say: ({card}) => sayCard(card),
  press: ({card}, model, key) => pressInCard(card, model, key),
  footer: () => [
    ['n p', 'next and previous'],
    ['j k', 'scroll'],
    ['a d', 'block, unblock'],
    ['U', 'undo'],
    ['y', 'copy'],
    ['?', 'help'],
    ['Esc', 'close'],
  ],
  reads: {
    wants: ({card}) => {
      if (!isRead(card)) return `${card.wanted} ${card.symbol}`;
      return card.newsRead === card.wanted ? undefined : `${card.wanted} ${card.symbol} news`;
    },
    load: async ({card}, control) => {
      if (isRead(card)) {
        const news = await control.query({name: 'block-news', symbol: card.answer?.symbol ?? card.symbol});
        return (open) => {
          const {newsSentence: _earlier, ...rest} = open.card;
          return {...open, card: {...rest, news, newsRead: rest.wanted}};
        };
      }
      const answer = await control.query({name: 'explain', symbol: card.symbol});
      return (open) => {
        const {sentence: _earlier, ...rest} = open.card;
        return {...open, card: {...rest, answer, read: rest.wanted}};
      };
    },
    unread: (open, sentence) => {
      const {card} = open;
      return isRead(card)
        ? {...open, card: {...card, newsSentence: sentence, newsRead: card.wanted}}
        : {...open, card: {...card, sentence, read: card.wanted, newsRead: card.wanted}};
    },
    woken: (open, event) =>
      concerns(event, open.card.symbol) ? {...open, card: {...open.card, wanted: open.card.wanted + 1}} : open,
  },
};

/** All but the news. */
function isRead({read, wanted}: Card): boolean {
  return read === wanted;
}

const telling: ReadonlySet<BuildEvent['type']> = new Set(['blocklist.changed', 'build.finished']);

/** A build may block thousands; only its own symbol is news to a card. */
function concerns(event: BuildEvent, symbol: string): boolean {
  const isOfSymbol = event.type === 'symbol.blocklisted' || event.type === 'symbol.recovered';
  return isOfSymbol ? event.symbol === symbol : telling.has(event.type);
}

function pressInCard(card: Card, model: Model, key: Key): Response | undefined {
  switch (ownActOf('card', key.name)) {
    case 'close':
      return {type: 'closed'};
    case 'next':
      return toNext('down');
    case 'previous':
      return toNext('up');
    case undefined: {
      const act = actOf(key.name);
      if (act === undefined) return undefined;
      if (goesThroughCard(act)) return {type: 'act', act};
      return scrolled(card, model, act);
    }
  }
}

function toNext(motion: 'down' | 'up'): Response {
  return {
    type: 'edited',
    edit: (now) => {
      const moved = reduceGesture(now, {type: 'moved', motion});
      const symbol = rowsShown(moved, moved.focus).at(moved.windows[moved.focus].cursor)?.symbol;
      const open = now.overlay;
      if (symbol === undefined || open?.kind !== 'card' || open.card.symbol === symbol) return moved;
      return {...moved, overlay: {...open, card: newCard(moved, symbol)}};
    },
  };
}

function scrolled(card: Card, model: Model, act: Act): Response | undefined {
  const {height} = roomOf(model);
  const page = Math.max(1, height - 1);
  const whole = Number.MAX_SAFE_INTEGER;
  const steps: Partial<Record<Act, number>> = {
    down: 1,
    up: -1,
    'page-down': page,
    'page-up': -page,
    'half-down': Math.ceil(page / 2),
    'half-up': -Math.ceil(page / 2),
    first: -whole,
    last: whole,
  };
  const step = steps[act];
  return step === undefined ? undefined : scrollCard(card, model, step);
}

/** Some lines down or, below zero, up, as far as there are any. */
export function scrollCard(card: Card, model: Model, step: number): Response {
  const {width, height} = roomOf(model);
  const most = Math.max(0, cardLines(card, width).length - height);
  const top = Math.max(0, Math.min(most, Math.min(card.top, most) + step));
  return {
    type: 'edited',
    edit: (now) =>
      now.overlay?.kind === 'card' ? {...now, overlay: {...now.overlay, card: {...now.overlay.card, top}}} : now,
  };
}

/** Inside the frame, less the title, the keys and a blank line each. */
function roomOf(model: Model): {readonly width: number; readonly height: number} {
  const {columns, rows} = model.size;
  const notices = Math.min(noticeLines(model).length, screenLayout(model).noticeHeight);
  const body = rows - headerHeight - notices - footerHeight;
  return {width: columns - 6, height: body - 2 - aroundCard};
}

const aroundCard = 4;
