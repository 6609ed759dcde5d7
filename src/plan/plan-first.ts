import type { Snapshot } from '../engine/engine.ts';
import type { ResolvedStack } from '../stack/stack.ts';
import { type ImagePolicy, planImages } from './plan-images.ts';
import { planTrial } from './plan-trial.ts';
import type { Plan } from './step.ts';

/**
 * What has to be there and to be proven before anything of the stack is touched: its images, and where
 * the plan relies on a GPU or on the host's Ollama, the trial of that. It needs the door's image alone,
 * and the others, which may be many gigabytes, are brought once it has passed.
 */
export function planFirst(
  stack: ResolvedStack,
  plan: Plan,
  seen: Snapshot,
  policy?: ImagePolicy,
): Plan {
  const images = planImages(stack, policy);
  const trial = planTrial(stack, plan, seen);
  if (trial === null) return images;
  const isDoors = ({ id }: { id: string }) => trial.after.includes(id);
  const others = images.steps
    .filter((image) => !isDoors(image))
    .map((image) => ({ ...image, after: [trial.id] }));
  return { ...images, steps: [...images.steps.filter(isDoors), trial, ...others] };
}
