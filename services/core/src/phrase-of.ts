import { reasonOf } from './reason-of.ts';

/** What an error says as a part of a sentence, which has a full stop of its own: `Invalid PDF structure`. */
export function phraseOf(error: unknown): string {
  return reasonOf(error)
    .trim()
    .replace(/(?<!\.)\.$/, '');
}
