import { engineError } from '../engine-error.ts';
import type { Answer } from './candidate.ts';

/**
 * A way that was chosen and leads nowhere, found out before any engine was asked.
 * @param details further machine-readable facts
 */
export function misread(
  where: string,
  why: string,
  hint: string,
  details: Record<string, unknown> = {},
): Answer {
  const because = engineError('ENGINE_UNREACHABLE', `${where} leads to no engine: ${why}`, {
    hint,
    details: { where, ...details },
  });
  return { state: 'broken', where, because };
}
