import {type Binding, bindings, keyGroups} from './keys.ts';
import type {Model} from './model.ts';
import {worksOnCard} from './overlays/through-card.ts';
import {keysOf, type OwnKey, ownKeys, type Place} from './own-keys.ts';
import {isOfTables} from './views/tables-only.ts';

/** How the file of a table is, as it stands beside its sum and its age. */
const fileStates: readonly string[] = [
  'Beside the name of a table, then sum and age of its file',
  '  whole  Complete; the final file is as it was sealed',
  '  live   A build writes it, or somebody has edited it',
  '  changed, unreadable  Not what was written: universe verify',
];

/** Where the keys go that the help is asked about: the card that it lies over, else the view. */
export function placeOf({overlay, view}: Pick<Model, 'overlay' | 'view'>): Place {
  return overlay?.kind === 'card' || overlay?.behind?.kind === 'card' ? 'card' : view;
}

/** The keys of the place first, then those of everywhere that mean the same there. */
export function helpLines(place: Place): readonly string[] {
  const own: readonly Place[] = place === 'tables' ? [] : [place];
  const further: readonly Place[] = place === 'tables' ? ['card', 'form'] : ['form'];
  return [
    ...own.flatMap(section),
    ...keyGroups.flatMap((group) => {
      const here = bindings.filter((binding) => binding.group === group && worksIn(place, binding));
      return here.length > 0 ? [group, ...here.map(line)] : [];
    }),
    ...further.flatMap(section),
    ...(place === 'tables' ? fileStates : []),
  ];
}

function worksIn(place: Place, {act, keys}: Binding): boolean {
  if (keysOf(place).some((own) => own.keys.some((key) => keys.includes(key)))) return false;
  if (place === 'card') return worksOnCard(act);
  return place === 'tables' || !isOfTables(act);
}

function section(place: Place): readonly string[] {
  return [ownKeys[place].title, ...keysOf(place).map(line)];
}

function line({shown, help}: Pick<OwnKey, 'shown' | 'help'>): string {
  return `  ${shown.padEnd(6)} ${help}`;
}
