import type { ResolvedService, ResolvedStack } from '../stack/stack.ts';
import { type Plan, type Step, step } from './step.ts';

/** Images that the engine does not have: pulled, or built from the packaged context. */
export function planImages({ services }: Pick<ResolvedStack, 'services'>): Plan {
  const missing = services.filter(({ image }) => image.id === null);
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
  const { reference, from, folder } = first.image;
  const services = users.map(({ name }) => name);
  const cause = `for ${services.join(', ')}; the engine lacks it`;
  return from === 'build'
    ? step({ kind: 'image.build', reference, services, folder }, cause)
    : step({ kind: 'image.pull', reference, services }, cause);
}
