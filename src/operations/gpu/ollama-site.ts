import type { OllamaServer } from '../../clients/ollama.ts';
import type { Engine } from '../../engine/engine.ts';
import type { ContainerDetails } from '../../engine/objects.ts';
import { containerName } from '../../stack/names.ts';
import type { Profile } from '../../stack/profile.ts';
import { profileOf } from '../../stack/profile-of.ts';
import type { DockerProject } from '../docker/open-project.ts';

/** An Ollama, and what can be asked besides it. */
export interface OllamaSite {
  server: OllamaServer;
  /** Its container; null for one outside of the stack, of which only its answers are known. */
  inStack: { engine: Engine; container: ContainerDetails } | null;
  /** What its container was made for; `host` without one. */
  profile: Profile;
  /** It runs on this machine. */
  isHere: boolean;
}

/** The Ollama of a stack, as it is now: one call to the engine. */
export async function ollamaSite({
  engine,
  door,
  owner,
}: Pick<DockerProject, 'engine' | 'door' | 'owner'>): Promise<OllamaSite> {
  const container = await engine.container(containerName(owner.project, 'ollama', 1));
  return container === null
    ? { server: door.ollama, inStack: null, profile: 'host', isHere: engine.info.isLocal }
    : {
        server: door.ollama,
        inStack: { engine, container },
        profile: profileOf(container.devices),
        isHere: engine.info.isLocal,
      };
}
