import {cost} from './cost.ts';
import {search} from './search.ts';

/** `npm run bench`: every figure that is promised, measured. Names pick some: `npm run bench -- cost`. */
const benches = {cost, search} as const;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}
let holds = true;
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n${name}`);
  holds = (await bench((line) => console.log(`  ${line}`))) && holds;
}
process.exit(holds ? 0 : 1);
