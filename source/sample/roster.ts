import {companies, receipts, secondClasses} from './companies.ts';
import {shells, warrants} from './derivatives.ts';
import {notes, preferreds} from './fixed-income.ts';
import {closedEndFunds, etfs, etns} from './funds.ts';
import {hostileNames} from './hostile-names.ts';
import type {Security} from './security.ts';
import {testIssues} from './test-issues.ts';
import {TickerDesk} from './ticker-desk.ts';
import {traps} from './traps.ts';

/** Every security that the sample market ever lists, by symbol; the same on every machine and in every session. */
export function roster(): ReadonlyMap<string, Security> {
  const written = [...traps, ...hostileNames, ...testIssues()];
  const desk = new TickerDesk(written.map(({symbol}) => symbol));
  const listed = companies(desk, 4300);
  const made = [
    ...listed.map(({security}) => security),
    ...secondClasses(listed, 60),
    ...receipts(desk, 480),
    ...shells(desk, 260),
    ...warrants(desk, listed.slice(600), 190),
    ...preferreds(desk, listed, 470),
    ...notes(desk, listed.slice(1500), 125),
    ...closedEndFunds(desk, 430),
    ...etns(desk, 55),
    ...etfs(desk, 5450),
  ];
  return new Map([...written, ...made].map((security) => [security.symbol, security]));
}
