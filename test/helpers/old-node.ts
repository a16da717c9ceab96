import {spawnSync} from 'node:child_process';

/** A Node of this machine that is too old for the product, if it has one. */
export function oldNode(): string | undefined {
  const found = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => {
    const {stdout} = spawnSync(path, ['--version'], {encoding: 'utf8'});
    return Number(/^v(\d+)/.exec(stdout ?? '')?.[1] ?? 99) < 24;
  });
  return found;
}
