import type { Texts } from '../i18n/language.ts';
import { visible } from '../text/visible.ts';

/** What kind of document a media type is. */
export function typeText(mediaType: string, { corpus: { types } }: Texts): string {
  return Object.hasOwn(types, mediaType)
    ? types[mediaType as keyof typeof types]
    : visible(mediaType);
}
