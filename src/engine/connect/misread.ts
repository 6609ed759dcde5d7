import { engineError } from '../engine-error.ts';
import type { Answer } from './candidate.ts';

/** A way that was chosen and leads nowhere, found out before anything was asked. */
export function misread(where: string, why: string, hint: string): Answer {
  const because = engineError('ENGINE_UNREACHABLE', `${where} leads to no engine: ${why}`, {
    hint,
    details: { where },
  });
  return { state: 'broken', where, because };
}
