import { stripVTControlCharacters } from 'node:util';

/**
 * Text from documents, models or file names without what would steer a terminal: escape sequences,
 * C0 and C1 controls but tab and newline, and the overrides that turn the direction of writing.
 */
export function sanitize(text: string): string {
  return stripVTControlCharacters(text).replace(steering, '');
}

const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u202a-\u202e\u2066-\u2069]/g;
