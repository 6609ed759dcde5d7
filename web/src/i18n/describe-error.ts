import { ServiceError } from '../api/service-error.ts';
import type { Texts } from './language.ts';

export interface Described {
  /** What happened. */
  message: string;
  /** What mends it. */
  hint: string | null;
  code: string | null;
}

/** An error in the page's language where it is the page's own; a backend's as it was told. */
export function describeError(error: unknown, { shell: { errors } }: Texts): Described {
  if (!(error instanceof ServiceError)) {
    const detail = error instanceof Error ? error.message : null;
    return { message: errors.unexpected, hint: detail, code: null };
  }
  const { code, hint = null } = error;
  if (code === 'UNREACHABLE' || code === 'BROKEN_OFF' || code === 'UNREADABLE')
    return { message: errors[code], hint: errors[`${code}_HINT`], code };
  return { message: sentence(error.message), hint, code };
}

/** Backends tell what happened as part of a sentence; names and addresses keep their letters. */
function sentence(text: string): string {
  const start = /^\p{Ll}+ /u.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?…]$/.test(start) ? start : `${start}.`;
}
