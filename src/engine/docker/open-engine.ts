import type { Answer } from '../connect/candidate.ts';
import type { ConnectInput } from '../connect/connect-input.ts';
import type { Engine } from '../engine.ts';
import { ofProject } from '../of-project.ts';
import { noCredentials } from '../registry/credentials.ts';
import { createArchive } from './archive.ts';
import { createCall } from './call.ts';
import { createContainers, listContainers } from './containers.ts';
import { createDocker } from './create-docker.ts';
import { engineInfo } from './engine-info.ts';
import { createExec } from './exec.ts';
import { createImageArchives } from './image-archives.ts';
import { createImages, listImages } from './images.ts';
import { createLogs } from './logs.ts';
import { createNetworks, listNetworks } from './networks.ts';
import { createStats } from './stats.ts';
import { createVolumes, listVolumes } from './volumes.ts';

/** The engine that a candidate has found: Docker, or Podman's compatible API. One call: what it has. */
export async function openEngine(
  { endpoint, version, where }: Extract<Answer, { state: 'works' }>,
  input: Pick<ConnectInput, 'env' | 'deadlines' | 'credentials' | 'buildArguments'>,
  signal: AbortSignal,
): Promise<Engine> {
  const { env, deadlines, credentials = noCredentials, buildArguments } = input;
  let calls = 0;
  const docker = createDocker(endpoint, version.apiVersion, env, () => {
    calls += 1;
  });
  const call = createCall(docker, where, deadlines);
  const from = Date.now();
  const answered = await call.read('ask what the engine has', (bound) => bound.info(), signal);
  const info = engineInfo(version, answered, endpoint, where, { from, until: Date.now() });
  return {
    info,
    get calls() {
      return calls;
    },
    async snapshot(project) {
      const [containers, networks, volumes, images] = await Promise.all([
        listContainers(call),
        listNetworks(call),
        listVolumes(call),
        listImages(call),
      ]);
      return ofProject(project, { containers, networks, volumes, images });
    },
    ...createContainers(call, info),
    ...createLogs(call),
    ...createExec(call),
    ...createStats(call),
    ...createArchive(call),
    ...createNetworks(call),
    ...createVolumes(call),
    ...createImages(call, info, {
      credentials,
      buildArguments: buildArguments?.(info.address) ?? {},
    }),
    ...createImageArchives(call),
  };
}
