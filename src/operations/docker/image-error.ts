import { exitCodes, GeckoError } from '../../errors.ts';
import type { Plan } from '../../plan/step.ts';

/**
 * Why an image could not be pulled, with all that were to be: those that have no way to their registry are
 * missing (exit 21); what a registry refuses, or does not have for this platform, stays its own failure
 * (exit 1). Else the error itself.
 */
export function imageError(error: unknown, { steps }: Plan): unknown {
  const pulls = steps.flatMap((step) => (step.kind === 'image.pull' ? [step] : []));
  if (!(error instanceof GeckoError) || pulls.length === 0) return error;
  const { code, message, exitCode, hint } = error;
  const isOffline =
    code === 'IMAGE_MISSING' || (code === 'PULL_FAILED' && error.details.reason === 'offline');
  if (!isOffline && code !== 'PULL_FAILED') return error;
  const list = [
    'What was to be pulled:',
    ...pulls.map(({ reference, services }) => `  ${reference} (${services.join(', ')})`),
  ];
  if (!isOffline)
    return new GeckoError(code, message, {
      exitCode,
      hint: [...(hint === undefined ? [] : [hint]), ...list].join('\n'),
      details: error.details,
      cause: error,
    });
  return new GeckoError('IMAGE_MISSING', `An image could not be pulled: ${message}`, {
    exitCode: exitCodes.unsupported,
    hint: [
      ...list,
      'Where there is a network: gecko pull --save FILE; then here: gecko pull --load FILE. Or name others in the keys images.*, or give the engine a registry mirror.',
    ].join('\n'),
    details: { images: pulls.map(({ reference }) => reference) },
    cause: error,
  });
}
