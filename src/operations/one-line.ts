import { sanitize } from '../ui/sanitize.ts';

/** Text of a document on one line, without what would steer a terminal. */
export function oneLine(text: string): string {
  return sanitize(text)
    .replace(/[\n\t]+/g, ' ')
    .trim();
}
