import type { ImageState } from '../engine/objects.ts';
import { digestOf } from '../stack/digest-of.ts';
import { isNamed } from '../stack/is-named.ts';
import type { WantedImage } from '../stack/wanted-images.ts';
import { type Plan, type Step, step } from './step.ts';

/**
 * Images from their registries, those that are there included: a tag may have moved. What no registry
 * gave, and what is built here, stays as it is.
 */
export function planPull(wanted: readonly WantedImage[], images: readonly ImageState[]): Plan {
  const steps: Step[] = [];
  const notes: string[] = [];
  for (const { reference, services, from } of wanted) {
    const there = images.find((image) => isNamed(image, reference));
    const users = services.join(', ');
    if (from === 'build') notes.push(`${reference} (${users}) is built, not pulled: gecko build`);
    else if (there && digestOf(there, reference) === null)
      notes.push(`${reference} (${users}) is kept: it was made here or loaded, not pulled`);
    else
      steps.push(
        step(
          { kind: 'image.pull', reference, services },
          `for ${users}; ${there ? 'its tag may have moved' : 'the engine lacks it'}`,
        ),
      );
  }
  return { steps, notes, destructive: [] };
}
