import type { ResolvedService, ResolvedStack } from '../stack/stack.ts';
import { type Plan, type Step, step } from './step.ts';

/** When an image is pulled, and when built. */
export interface ImagePolicy {
  pull: 'missing' | 'always' | 'never';
  build: 'missing' | 'always' | 'never';
}

/**
 * Images that are pulled, or built: those that the engine does not have, and by the policy also those
 * that it has. A policy of `never` is the operation's to hold.
 */
export function planImages(
  { services }: Pick<ResolvedStack, 'services'>,
  policy: ImagePolicy = { pull: 'missing', build: 'missing' },
): Plan {
  const missing = services.filter(
    ({ image }) =>
      image.id === null || (image.from === 'build' ? policy.build : policy.pull) === 'always',
  );
  const references = [...new Set(missing.map(({ image }) => image.reference))];
  return {
    steps: references.map((reference) =>
      toStep(missing.filter(({ image }) => image.reference === reference)),
    ),
    notes: [],
    destructive: [],
  };
}

function toStep(users: readonly ResolvedService[]): Step {
  const [first] = users;
  if (!first) throw new Error('a reference without a service');
  const { reference, from, folder, id } = first.image;
  const services = users.map(({ name }) => name);
  const cause = `for ${services.join(', ')}; ${id === null ? 'the engine lacks it' : 'asked for'}`;
  return from === 'build'
    ? step({ kind: 'image.build', reference, services, folder }, cause)
    : step({ kind: 'image.pull', reference, services }, cause);
}
