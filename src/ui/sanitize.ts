import { stripVTControlCharacters } from 'node:util';

/**
 * Text from documents, models or file names without what would steer a terminal: escape sequences,
 * C0 and C1 controls but tab and newline, and the overrides that turn the direction of writing.
 */
export function sanitize(text: string): string {
  return stripVTControlCharacters(text).replace(steering, '');
}

const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u202a-\u202e\u2066-\u2069]/g;

/** The beginning of an escape sequence (ECMA-48) that goes on in the next piece; no longer than any is. */
const unfinished =
  /(?:\u001b|\u009b|\u009d)(?:\[?[0-?]*[ -/]*|[\]PX^_][^\u0007\u001b\u009c]{0,2000})?$/;

/** As `sanitize`, for a text that comes in pieces: a sequence that is cut waits for the next one. */
export function sanitizer(): (piece: string) => string {
  let held = '';
  return (piece) => {
    const text = held + piece;
    const at = text.search(unfinished);
    held = at === -1 ? '' : text.slice(at);
    return sanitize(text.slice(0, text.length - held.length));
  };
}
