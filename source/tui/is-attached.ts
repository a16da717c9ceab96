import type {Model} from './model.ts';

/** Whether the engine belongs to another process, which goes on when this screen closes. */
export function isAttached({status, title}: Pick<Model, 'status' | 'title'>): boolean {
  const isOwn = status?.writer.isOwn;
  return isOwn === undefined ? title.attached === true : !isOwn;
}
