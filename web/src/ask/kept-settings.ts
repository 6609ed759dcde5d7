import { effect, signal } from '@preact/signals';
import { kept } from '../shell/kept.ts';
import type { AskSettings } from './conversation.ts';

const usual: AskSettings = { backend: 'rag', collection: null, model: null, filter: {} };

/** How is asked: this browser keeps it, without the filters, which belong to a question. */
export function keptSettings() {
  const place = kept('ask');
  const settings = signal<AskSettings>({ ...usual, ...parsed(place.read()) });
  effect(() => {
    const { backend, collection, model } = settings.value;
    place.write(JSON.stringify({ backend, collection, model }));
  });
  return settings;
}

/** The filters belong to the question that was asked. */
export function withoutFilter(settings: AskSettings): AskSettings {
  return { ...settings, filter: usual.filter };
}

function parsed(text: string | null): Partial<AskSettings> {
  try {
    const { backend, collection, model } = JSON.parse(text ?? '{}');
    return {
      backend: backend === 'qa' ? 'qa' : 'rag',
      collection: typeof collection === 'string' ? collection : null,
      model: typeof model === 'string' ? model : null,
    };
  } catch {
    // Written by something else.
    return {};
  }
}
