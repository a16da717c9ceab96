import type {Clock} from '../clock.ts';
import type {FileSum} from './file.ts';
import type {Paths} from './paths.ts';
export async function snapshot(_paths: Paths, _file: string): Promise<FileSum & {readonly files: number}> {
  throw new Error('not yet');
}
export async function restore(
  _paths: Paths,
  _file: string,
  _clock: Clock,
): Promise<{readonly files: number; readonly keptAs: string}> {
  throw new Error('not yet');
}
export async function finishRestore(_paths: Paths): Promise<boolean> {
  return false;
}
