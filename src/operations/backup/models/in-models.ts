import { type VolumeTool, withVolumeTool } from '../../../engine/execute/volume-tool.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import type { Runtime } from '../../../runtime.ts';
import { ownerLabels } from '../../../stack/labels.ts';
import { volumeName } from '../../../stack/names.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { toolImage } from '../tool-image.ts';
import { VOLUME } from './models-folder.ts';

/**
 * Works on the volume in which the stack's Ollama keeps its models.
 * @param work as that of `withVolumeTool`
 * @throws GeckoError NOTHING_THERE (exit 10) where there is none, and what the tool throws
 */
export async function inModels<T>(
  { engine, owner, seen }: DockerProject,
  { readOnly, signal }: { readOnly: boolean; signal: AbortSignal },
  runtime: Runtime,
  work: (tool: VolumeTool, undisturbed: VolumeTool) => Promise<T>,
): Promise<T> {
  const { config } = runtime;
  const source = config.volumes.ollama_storage.name ?? volumeName(config.project, 'ollama_storage');
  const all = [...seen.volumes, ...seen.foreign.volumes];
  if (!all.some(({ name }) => name === source)) throw noVolume(source, config.project);
  const spec = {
    name: source,
    image: await toolImage(engine, runtime),
    labels: ownerLabels(owner),
    mounts: [{ type: 'volume' as const, source, target: VOLUME, readOnly }],
  };
  return withVolumeTool(engine, spec, work, signal);
}

function noVolume(volume: string, project: string): GeckoError {
  return new GeckoError(
    'NOTHING_THERE',
    `The project ${project} has no models: the engine has no volume ${volume}`,
    {
      exitCode: exitCodes.nothing,
      hint: 'gecko up makes it. With the profile host the models are those of the Ollama of that machine, and gecko leaves them to it.',
      details: { volume },
    },
  );
}
