import type { Runtime } from '../runtime.ts';
import type { ServiceName } from '../stack/service-spec.ts';
import type { Report } from '../ui/ui.ts';
import { needsDocker } from './needs-docker.ts';

export interface ScaleInput {
  /** `rag=3` */
  pairs: readonly string[];
  /** Milliseconds in which each container has to become healthy. */
  healthyWithin: number;
}

/** Other numbers of replicas, for the services that are named. @throws GeckoError USAGE (exit 2), and what dockerUp throws */
export async function scale(
  { pairs, healthyWithin }: ScaleInput,
  runtime: Runtime,
): Promise<Report> {
  await needsDocker('gecko scale', 'One process serves everything there.', runtime);
  const [{ dockerUp }, { servicesNamed }, { withScale }] = await Promise.all([
    import('./docker/up.ts'),
    import('./docker/service-arguments.ts'),
    import('./docker/with-scale.ts'),
  ]);
  const scaled = withScale(pairs, runtime);
  const services = servicesNamed(pairs.map((pair) => pair.split('=')[0] ?? ''));
  const input = {
    ...{ profile: undefined, autoGpu: false, gpus: undefined },
    ...{ services, noDeps: true, dryRun: false, forceRecreate: false, withModel: false },
    healthyWithin,
  };
  return withWhatKeepsIt(await dockerUp(input, scaled), services, runtime, scaled);
}

/** Whoever does not write the number down has the configured one again with the next `gecko up`. */
function withWhatKeepsIt(
  { json, text }: Report,
  services: readonly ServiceName[],
  { config }: Runtime,
  scaled: Runtime,
): Report {
  const notes = [...new Set(services)].flatMap((name) => {
    const [kept, now] = [config, scaled.config].map((one) => one.services[name].replicas);
    return kept === now
      ? []
      : [
          `The next gecko up has ${kept} of ${name} again, as the configuration says; to keep ${now}, set services.${name}.replicas: ${now} in gecko.yaml.`,
        ];
  });
  if (notes.length === 0) return { json, text };
  const before = Array.isArray(json.notes) ? json.notes : [];
  return {
    json: { ...json, notes: [...before, ...notes] },
    text: (style) => [text(style), ...notes].join('\n'),
  };
}
