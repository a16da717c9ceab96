import {bindings, keyGroups} from '../tui/keys.ts';
import {ownKeys} from '../tui/own-keys.ts';
import {canBeUnknown, operators, searchFields, traits, wanted} from '../tui/search-fields.ts';
import {example, item, paragraph, subsection} from './roff.ts';

/** The keys that work everywhere, by what they are for, then those that a view has of its own. */
export function keysOfScreen(): readonly string[] {
  return [
    ...keyGroups.flatMap((group) => [
      subsection(group),
      ...bindings.filter((binding) => binding.group === group).map(({shown, help}) => item(shown, `${help}.`)),
    ]),
    paragraph(
      'Where a view has a meaning of its own for a key, that one counts there; ? lists what counts where it is pressed.',
    ),
    ...Object.values(ownKeys).flatMap(({title, keys}) =>
      keys.length === 0 ? [] : [subsection(`In: ${title}`), ...keys.map(({shown, help}) => item(shown, `${help}.`))],
    ),
  ];
}

/** What / understands. */
export function searchOfScreen(): readonly string[] {
  const unknowable = searchFields.filter(({kind}) => canBeUnknown(kind)).map(({name}) => name);
  return [
    paragraph(
      'It takes words, and filters of a field, a sign and a value; all of them must hold. Case does not matter. Quotes hold words together; ! or - before one turns it round, and so does != in a filter. Commas between words in a filter ask for any of them; in quotes they are commas of the text. A filter whose field there is not is looked for as text.',
    ),
    example([
      'bancorp exch:NYSE,NASDAQ price<5 cap>1b !sector:tech',
      'sector:"health care" is:etf session:2026-03 cap:unknown',
    ]),
    subsection('Fields'),
    ...searchFields.map(({name, kind, help, also}) =>
      item(
        name,
        `${help}.`,
        `${operators[kind].join(' ')} with ${wanted[kind]}.${also.length > 0 ? ` Also called ${also.join(', ')}.` : ''}`,
      ),
    ),
    paragraph(`unknown finds the rows without the fact, of ${unknowable.join(', ')}.`),
    subsection('Traits'),
    paragraph(`is: takes ${traits.join(', ')}.`),
  ];
}
