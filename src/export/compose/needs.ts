import type { ServiceName } from '../../stack/service-spec.ts';
import type { ResolvedService } from '../../stack/stack.ts';
import type { ExportedProfile, ExportInput } from '../export-input.ts';

/** What is done once before services start; each ends, and is done again at every `up`. */
export const oneShots = { config: 'config', weights: 'weights' } as const;

/** Names of Ollama's services, as in the stack that gecko grew from. */
export const ollamaNames: Record<ExportedProfile, string> = {
  cpu: 'ollama-cpu',
  'gpu-nvidia': 'ollama-gpu',
  'gpu-amd': 'ollama-gpu-amd',
};

/** Those that pull the model, once. */
export const pullNames: Record<ExportedProfile, string> = {
  cpu: 'ollama-pull-cpu',
  'gpu-nvidia': 'ollama-pull-gpu',
  'gpu-amd': 'ollama-pull-gpu-amd',
};

/**
 * What has to be done, or well, before a service starts, as its key `depends_on`. What belongs to the
 * profiles that were not chosen is passed over, and so is a model that cannot be had: without it, answers
 * are the best sentences found.
 */
export function needsOf(service: ResolvedService, input: ExportInput): { depends_on?: object } {
  const { stack } = input;
  const condition = 'service_completed_successfully';
  const needs = {
    ...(service.files.length > 0 ? { [oneShots.config]: { condition } } : {}),
    ...(usesWeights(stack, service) ? { [oneShots.weights]: { condition } } : {}),
    ...(service.name === 'web' ? needsOfDoor(stack) : needsInOrder(service, input)),
  };
  return Object.keys(needs).length > 0 ? { depends_on: needs } : {};
}

export function usesWeights(
  { weightsVolume }: ExportInput['stack'],
  { container }: ResolvedService,
): boolean {
  return container.mounts.some(({ source }) => source === weightsVolume);
}

export function hasModel({ stack, ollama }: ExportInput): boolean {
  return stack.model !== null && ollama.length > 0;
}

/**
 * The door comes last here, and again where a backend was made anew: nginx looks a name up at its start,
 * and one that was not there only some seconds later again, when Compose says already that all is well.
 */
function needsOfDoor({ services }: ExportInput['stack']): object {
  const backends = services.filter(({ name }) => ['rag', 'qa', 'corpus'].includes(name));
  return Object.fromEntries(
    backends.map((service) => [service.name, { ...whenWell(service), restart: true }]),
  );
}

function needsInOrder({ after }: ResolvedService, input: ExportInput): object {
  const inOrder = (name: ServiceName) =>
    name !== 'web' && name !== 'ollama' && after.includes(name);
  const others = input.stack.services.filter(({ name }) => inOrder(name));
  const ollama = after.includes('ollama') ? input.ollama : [];
  return Object.fromEntries([
    ...others.map((other) => [other.name, whenWell(other)]),
    ...ollama.flatMap(({ profile, service }) => [
      [ollamaNames[profile], { ...whenWell(service), required: false }],
      ...(hasModel(input)
        ? [[pullNames[profile], { condition: 'service_completed_successfully', required: false }]]
        : []),
    ]),
  ]);
}

function whenWell({ container }: ResolvedService): { condition: string } {
  return { condition: container.health ? 'service_healthy' : 'service_started' };
}
