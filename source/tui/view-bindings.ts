import type {Binding} from './keys.ts';

/** One key each, from any view. */
export const viewBindings: readonly Binding[] = [
  {act: 'view-tables', keys: ['t'], shown: 't', help: 'The four tables (also Esc)', group: 'Views'},
  {
    act: 'view-build',
    keys: ['B'],
    shown: 'B',
    help: 'The build as it happens: funnel, passes, quotas, log',
    group: 'Views',
    footer: {word: 'live build', rank: 9},
  },
  {
    act: 'view-plots',
    keys: ['P'],
    shown: 'P',
    help: 'Prices, caps, sectors, exchanges: what the criteria cut',
    group: 'Views',
    footer: {word: 'plots', rank: 10},
  },
  {act: 'view-history', keys: ['H'], shown: 'H', help: 'History: every kept night, diffs, rollback', group: 'Views'},
  {
    act: 'view-audit',
    keys: ['A'],
    shown: 'A',
    help: 'Audit: who did what, and whether the logs are whole',
    group: 'Views',
  },
  {act: 'credentials', keys: ['C'], shown: 'C', help: 'Credentials: what is set, missing or due', group: 'Views'},
  {
    act: 'settings',
    keys: [','],
    shown: ',',
    help: 'Settings: value, default, meaning; providers.ID once set',
    group: 'Views',
  },
];
