import { exitCodes, GeckoError } from '../../errors.ts';
import type { Plan } from '../../plan/step.ts';

const ofImages: ReadonlySet<string> = new Set(['PULL_FAILED', 'IMAGE_MISSING', 'ENGINE_FAILED']);

/** On a machine that cannot pull: every image that is missing, and how to provide it; else the error itself. */
export function imageError(error: unknown, { steps }: Plan): unknown {
  const pulls = steps.flatMap((step) => (step.kind === 'image.pull' ? [step] : []));
  if (!(error instanceof GeckoError) || !ofImages.has(error.code) || pulls.length < 1) return error;
  const missing = pulls.map(({ reference, services }) => `  ${reference} (${services.join(', ')})`);
  return new GeckoError('IMAGE_MISSING', `An image could not be pulled: ${error.message}`, {
    exitCode: exitCodes.unsupported,
    hint: [
      'What was to be pulled:',
      ...missing,
      'Where there is a network: gecko pull --save FILE; then here: gecko pull --load FILE. Or name others in the keys images.*, or give the engine a registry mirror.',
    ].join('\n'),
    details: { images: pulls.map(({ reference }) => reference) },
    cause: error,
  });
}
