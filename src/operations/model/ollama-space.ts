import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from '../../runtime.ts';
import { engineSpace } from '../docker/engine-space.ts';
import type { FoundOllama } from '../find-ollama.ts';
import { isHere } from './is-here.ts';
import type { FreeSpace } from './pull-patiently.ts';

/** Where the package for Linux makes its service keep models. */
const OF_SERVICE = '/usr/share/ollama/.ollama/models';

/**
 * Room where an Ollama keeps its models; null where nobody here can say. Of one that was started by hand
 * or by the system it is not known which folder it has: the roomier one of those that are there counts.
 */
export async function ollamaSpace(
  { isOurs, place }: Pick<FoundOllama, 'isOurs' | 'place'>,
  { config, docker }: Pick<Runtime, 'config' | 'docker'>,
): Promise<FreeSpace | null> {
  const tools = await docker();
  if (isOurs) return engineSpace((await tools.engine()).info, tools);
  if (!isHere(place)) return null;
  const folders = config.ollamaModels
    ? [config.ollamaModels]
    : [join(homedir(), '.ollama', 'models'), OF_SERVICE];
  const found = await Promise.all(
    folders.map(async (folder, index): Promise<FreeSpace[]> => {
      const { disk } = await tools.host(folder);
      // The first is made where it is not there yet.
      const counts = disk.state === 'found' && (index === 0 || disk.facts.path === folder);
      return counts ? [{ bytes: disk.facts.free, place: folder }] : [];
    }),
  );
  return found.flat().toSorted((a, b) => b.bytes - a.bytes)[0] ?? null;
}
