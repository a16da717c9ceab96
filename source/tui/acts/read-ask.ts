import type {Control} from '../../control/control.ts';
import type {Ask} from '../ask.ts';
import {isHalted, type Model} from '../model.ts';
import {planWords, recoveryWords} from './plan-words.ts';
import {previewWords} from './preview-words.ts';
import {presentWords} from './setting-now.ts';
import {nothingToUndo, undoWords} from './undo-words.ts';

/** What a question has still to say, from the engine. */
export async function readAsk({waits, purpose}: Ask, control: Control): Promise<(ask: Ask, model: Model) => Ask> {
  if (waits === 'plan') {
    const plan = await control.query({name: 'plan'});
    return (now) => told(now, planWords(plan));
  }
  if (waits === 'recovery') {
    const plan = await control.query({name: 'plan'});
    const nothing = plan.recovery?.symbols === 0 ? {needs: 'nothing' as const} : {};
    return (now) => ({...told(now, recoveryWords(plan)), ...nothing});
  }
  if (waits === 'setting') {
    const rows = await control.query({name: 'settings'});
    const row = rows.find(({field}) => purpose.name === 'settings.set' && field === purpose.field);
    return (now) => told(now, [row ? presentWords(row) : 'It is unset now.']);
  }
  if (waits === 'preview') {
    const preview = await control.query({name: 'preview', of: 'refilter'});
    // Of the gates, those that are overridden are those that were shown.
    const gates = 'override' in purpose ? {...purpose, override: preview.gates.map(({gate}) => gate)} : {};
    const shown = {...gates, name: 'refilter', preview: preview.digest} as const;
    return (now) => ({...told(now, previewWords(preview)), purpose: shown});
  }
  const {edit, recoveredAt} = await control.query({name: 'last-edit'});
  if (!edit) return (now) => ({...told(now, nothingToUndo(recoveredAt)), needs: 'nothing'});
  const words = (model: Model): readonly string[] => undoWords(edit, isHalted(model));
  if (edit.sentence !== undefined) return (now, model) => ({...told(now, words(model)), needs: 'nothing'});
  return (now, model) => ({...told(now, words(model)), purpose: {name: 'blocklist.undo', record: edit.record}});
}

/** A plan is a help; without a preview nobody may say yes. */
export function unreadAsk(ask: Ask, sentence: string): Ask {
  if (ask.waits === 'setting') return told(ask, [`What it is now is not known: ${sentence}`]);
  if (ask.waits === 'plan' || ask.waits === 'recovery')
    return told(ask, [`What it would cost is not known: ${sentence}`]);
  return {...told(ask, [`What it would change is not known: ${sentence}`]), needs: 'nothing'};
}

function told({waits: _over, ...ask}: Ask, words: readonly string[]): Ask {
  return {...ask, sentences: [...ask.sentences, ...words]};
}
