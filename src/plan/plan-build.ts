import type { WantedImage } from '../stack/wanted-images.ts';
import { type Plan, step } from './step.ts';

/** The images that are built here; what comes from a registry is none of it. @param noCache makes every step anew */
export function planBuild(wanted: readonly WantedImage[], noCache: boolean): Plan {
  const steps = wanted.flatMap(({ reference, services, from, folder }) =>
    from === 'build'
      ? [
          step(
            { kind: 'image.build', reference, services, folder, noCache },
            `for ${services.join(', ')}; ${folder === null ? "gecko's own" : `from ${folder}`}`,
          ),
        ]
      : [],
  );
  const notes = wanted
    .filter(({ from }) => from === 'registry')
    .map(({ reference, services }) => `${reference} (${services.join(', ')}) is pulled, not built`);
  return { steps, notes, destructive: [] };
}
