import type {Tone} from './theme.ts';

export type Words = {readonly tone: Tone; readonly text: string};

export function good(text: string): Words {
  return {tone: 'good', text};
}
export function info(text: string): Words {
  return {tone: 'info', text};
}
export function warn(text: string): Words {
  return {tone: 'warn', text};
}
export function bad(text: string): Words {
  return {tone: 'bad', text};
}
export function dim(text: string): Words {
  return {tone: 'dim', text};
}
export function plain(text: string): Words {
  return {tone: 'plain', text};
}
