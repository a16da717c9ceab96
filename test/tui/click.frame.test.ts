import assert from 'node:assert/strict';
import {test} from 'node:test';
import {credentialsAnswer} from '../helpers/credential-rows.ts';
import {onStage, press} from '../helpers/on-stage.ts';
import {pastScene} from '../helpers/past-scene.ts';
import {settingRows} from '../helpers/setting-rows.ts';

const sizes = [
  {columns: 80, rows: 24},
  {columns: 120, rows: 40},
] as const;

/** By the key of the view: what stands on the line that is clicked, the key that then tells which one it is, and what it says. */
const views: readonly (readonly [view: string, line: RegExp, key: string, says: RegExp])[] = [
  ['A', / 21:57:00 ann /, '\r', /RECORD 28 of universe_ops\.log/],
  ['H', /^ 2026-02-25 /, '\r', /DIFF {2}from \S+ to 2026-02-25/],
  [',', / gates\.maxRemoved /, '\r', /Set gates\.maxRemoved/],
  ['C', / Secret key \(secretKey\)/, 'a', /Credentials of Duo/],
];

for (const size of sizes) {
  for (const [view, wanted, key, says] of views) {
    test(`at ${size.columns}x${size.rows} a click chooses the line of the view ${view}`, async (t) => {
      const scene = pastScene();
      const {answer} = scene;
      scene.answer = (query) => {
        if (query.name === 'credentials') return credentialsAnswer({});
        return query.name === 'settings' ? settingRows : answer?.(query);
      };
      scene.status = {...scene.status, warnings: ['The key of acme ends soon.']};
      const staged = await onStage(t, scene, {...size, kept: {view: {hasMouse: true}, keep: () => {}}});
      await press(staged, view);
      const line = staged.terminal.lines().findIndex((text) => wanted.test(text));
      assert.ok(line > 0, staged.terminal.text());

      await press(staged, `\x1b[<0;5;${line + 1}M`);

      assert.match(await press(staged, key), says);
    });
  }
}
