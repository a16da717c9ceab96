import type {LastEdit, UndoStep} from '../../control/action-answers.ts';

const mostNamed = 8;

/** What the last edit was, and what reversing it would do. */
export function undoWords(edit: LastEdit, isHalted = false): readonly string[] {
  const {at, actor, action, symbols, justification, until, undoes, steps, recoveredAt} = edit;
  const what = `${actor} ${action === 'added' ? 'blocked' : 'unblocked'} ${named(symbols)}`;
  const end = until === undefined ? '' : `, until ${until.slice(0, 10)}`;
  return [
    ...(recoveredAt === undefined
      ? []
      : [
          `The recovery of ${recoveredAt.slice(0, 16).replace('T', ' ')} UTC cannot be undone. The last edit is older:`,
        ]),
    `${at.slice(0, 16).replace('T', ' ')} UTC, ${what}${end}: ${justification}`,
    ...(undoes === undefined ? [] : ['That was an undo: to reverse it does again what was undone.']),
    ...(edit.sentence === undefined ? stepWords(steps, isHalted) : [edit.sentence]),
  ];
}

/** Why there is nothing to undo where no person has edited the blocklist. `again` is the key or command that blocks. */
export function nothingToUndo(recoveredAt: string | undefined, again = 'a'): readonly string[] {
  const nobody = 'Nobody has blocked or unblocked anything here.';
  if (recoveredAt === undefined) return [nobody];
  return [
    nobody,
    `The recovery of ${recoveredAt.slice(0, 16).replace('T', ' ')} UTC cannot be undone: what it took off the blocklist is above the floor. To block a symbol of it again: ${again}`,
  ];
}

function stepWords(steps: readonly UndoStep[], isHalted: boolean): readonly string[] {
  const freed = steps.filter(({does}) => does === 'unblock').map(({symbol}) => symbol);
  const blocked = steps.filter(({does}) => does === 'block');
  const left = steps.filter(({does}) => does === 'nothing');
  return [
    ...(freed.length > 0 ? [`Unblocks ${named(freed)}.`] : []),
    ...blocked
      .slice(0, mostNamed)
      .map(
        ({symbol, because, until}) =>
          `Blocks ${symbol} again${until === undefined ? '' : ` until ${until.slice(0, 10)}`}: ${because}`,
      ),
    ...(blocked.length > mostNamed ? [`Blocks ${blocked.length - mostNamed} more again, each for its reason.`] : []),
    ...(left.length > 0 ? [`Leaves ${named(left.map(({symbol}) => symbol))}: ${left[0]?.because}.`] : []),
    isHalted
      ? 'The engine is halted: the universe follows at the next seal after it is resumed.'
      : 'The universe follows at once outside a session, else at the next seal.',
  ];
}

function named(symbols: readonly string[]): string {
  const shown = symbols.slice(0, mostNamed).join(', ');
  return symbols.length > mostNamed ? `${shown} and ${symbols.length - mostNamed} more` : shown;
}
