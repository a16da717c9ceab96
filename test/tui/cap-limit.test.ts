import assert from 'node:assert/strict';
import {test} from 'node:test';
import {columnsPlaced} from '../../source/tui/table-columns.ts';
import {answerOf, listings, sealedScene, wideCriteria} from '../helpers/dashboard-scene.ts';
import {modelOf} from '../helpers/pressed.ts';

test('in a table a cap above the largest that is allowed does not look as if it were allowed', () => {
  const scene = sealedScene();
  const funnel = {...(answerOf(scene, {name: 'funnel'}) as object), criteria: {...wideCriteria, maxMarketCap: 10e9}};
  const model = {...modelOf(scene), funnel: funnel as never};
  const [row = assert.fail()] = listings(1);

  const cap = columnsPlaced(model, 'unfiltered', 60).find(({title}) => title === 'cap');

  assert.deepEqual(
    [10e9, 10.02e9].map((marketCap) => cap?.text({...row, marketCap})),
    ['10.0B', '10.02B'],
  );
});
