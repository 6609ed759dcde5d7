import { ServiceError } from '../api/service-error.ts';
import { describeError } from '../i18n/describe-error.ts';
import type { Texts } from '../i18n/language.ts';

/** Why nothing more is changed, and what mends it. */
export function describeHalt(error: unknown, all: Texts): { message: string; hint: string | null } {
  const { corpus } = all;
  if (error instanceof ServiceError && error.code === 'UNAUTHORIZED')
    return { message: `${corpus.signedOut}.`, hint: corpus.signedOutHint };
  return describeError(error, all);
}
