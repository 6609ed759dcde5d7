import { exitCodes, GeckoError } from '../../errors.ts';
import type { ImagePolicy } from '../../plan/plan-images.ts';
import type { Plan } from '../../plan/step.ts';

/** What is missing may be had. @throws GeckoError IMAGE_MISSING (exit 21) where the policy forbids it */
export function checkImages({ steps }: Plan, { pull, build }: ImagePolicy): void {
  const missing = steps.flatMap((step) =>
    (step.kind === 'image.pull' && pull === 'never') ||
    (step.kind === 'image.build' && build === 'never')
      ? [step.reference]
      : [],
  );
  if (missing.length === 0) return;
  const flags = [
    ...(pull === 'never' ? ['--pull never'] : []),
    ...(build === 'never' ? ['--no-build'] : []),
  ].join(' and ');
  throw new GeckoError('IMAGE_MISSING', `The engine lacks ${missing.join(', ')}`, {
    exitCode: exitCodes.unsupported,
    hint: `Leave ${flags} out, or bring them with gecko pull --load FILE.`,
    details: { images: missing },
  });
}
