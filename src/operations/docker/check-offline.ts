import { hasModel } from '../../plan/has-model.ts';
import type { Plan } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';
import { asksOllama } from '../../stack/asks-ollama.ts';
import type { ResolvedStack } from '../../stack/stack.ts';
import type { WantedImage } from '../../stack/wanted-images.ts';
import { imagesThere } from './images-there.ts';
import { modelNames } from './model-names.ts';
import type { DockerProject } from './open-project.ts';

/**
 * With the key `offline`: every image that would be brought has to be there before anything is changed.
 * @throws GeckoError IMAGE_MISSING (exit 21) naming all that are missing
 */
export async function checkOffline(
  { steps }: Plan,
  project: Pick<DockerProject, 'engine' | 'seen'>,
  runtime: Runtime,
): Promise<void> {
  if (!runtime.config.offline) return;
  const wanted = steps.flatMap((one): WantedImage[] => {
    if (one.kind === 'image.pull') return [{ ...one, from: 'registry', folder: null }];
    return one.kind === 'image.build' ? [{ ...one, from: 'build' }] : [];
  });
  await imagesThere(wanted, project.seen.images, project, runtime);
}

/** Offline no model is pulled: what is to be told where Ollama lacks it; null where it has it. */
export async function missingModel(
  { profile }: ResolvedStack,
  { door }: Pick<DockerProject, 'door'>,
  { config, ui, signal }: Runtime,
): Promise<string | null> {
  if (!config.offline || profile === 'host' || !asksOllama(config)) return null;
  const { model } = config;
  const models = await modelNames(door.ollama, signal);
  if (models === null || hasModel(models, model)) return null;
  const text = `Ollama does not have ${model}, and nothing is pulled offline: answers are sentences of the documents until it has. docs/closed-networks.md says how it is brought.`;
  ui.event({ type: 'note', text });
  return text;
}
