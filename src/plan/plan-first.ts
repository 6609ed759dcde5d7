import type { Snapshot } from '../engine/engine.ts';
import type { ServiceName } from '../stack/service-spec.ts';
import type { ResolvedStack } from '../stack/stack.ts';
import { firstMounted } from './first-mounted.ts';
import { type ImagePolicy, planImages } from './plan-images.ts';
import { planTrial } from './plan-trial.ts';
import type { UpPlan } from './plan-up.ts';
import type { Plan } from './step.ts';

/**
 * What has to be there and to be proven before anything of the stack is touched: the images of what the plan
 * is for, and where it relies on a GPU or on the host's Ollama, the trial of that. It needs the door's image
 * alone, and the others, which may be many gigabytes, are brought once it has passed. By the door's image
 * existing volumes are looked into, too.
 */
export function planFirst(
  stack: ResolvedStack,
  plan: UpPlan,
  seen: Snapshot,
  policy?: ImagePolicy,
): Plan {
  const images = planImages(servicesOf(stack, plan.services), policy);
  const trial = planTrial(stack, plan, seen);
  const needsDoor = trial !== null || firstMounted(stack, plan.services, seen).length > 0;
  // What the plan is not for is brought where it is lacking, and never anew.
  const lacking = needsDoor ? planImages(servicesOf(stack, ['web'])).steps : [];
  const added = lacking.filter(({ id }) => !images.steps.some((one) => one.id === id));
  if (trial === null) return { ...images, steps: [...added, ...images.steps] };
  const isDoors = ({ id }: { id: string }) => trial.after.includes(id);
  const others = images.steps
    .filter((image) => !isDoors(image))
    .map((image) => ({ ...image, after: [trial.id] }));
  return { ...images, steps: [...added, ...images.steps.filter(isDoors), trial, ...others] };
}

function servicesOf({ services }: ResolvedStack, names: readonly ServiceName[]) {
  return { services: services.filter(({ name }) => names.includes(name)) };
}
