import type Docker from 'dockerode';
import * as z from 'zod/mini';
import type { Engine, EngineInfo } from '../engine.ts';
import type { ContainerState } from '../objects.ts';
import type { Call } from './call.ts';
import { checkDevices } from './check-devices.ts';
import {
  containerDetails,
  containerState,
  InspectedContainer,
  ListedContainer,
} from './container-state.ts';
import { createBody, laterNetworks } from './create-body.ts';

type Containers = Pick<
  Engine,
  | 'container'
  | 'createContainer'
  | 'startContainer'
  | 'stopContainer'
  | 'restartContainer'
  | 'removeContainer'
  | 'killContainer'
  | 'waitContainer'
>;

export function createContainers(call: Call, info: EngineInfo): Containers {
  const remove = async (id: string, { force }: { force: boolean }) => {
    await call.act(
      `remove container ${id}`,
      (docker) => at(docker, id).remove({ force, v: true }),
      { missingIsDone: true },
    );
  };
  return {
    async container(name) {
      const found = await call.read(`inspect container ${name}`, (docker) =>
        at(docker, name).inspect(),
      );
      return found === null ? null : containerDetails(InspectedContainer.parse(found));
    },
    async createContainer(spec) {
      checkDevices(spec, info);
      const created = await call.act(`create container ${spec.name}`, (docker) =>
        docker.createContainer({ ...createBody(spec, info) }),
      );
      const id = created?.id ?? spec.name;
      try {
        for (const { name, aliases } of laterNetworks(spec, info))
          await call.act(`connect container ${spec.name} to network ${name}`, (docker) =>
            docker.getNetwork(encodeURIComponent(name)).connect({
              Container: id,
              EndpointConfig: { Aliases: [...aliases] },
            }),
          );
      } catch (error) {
        // A container in half of its networks must not look like one that was created.
        await remove(id, { force: true });
        throw error;
      }
      return id;
    },
    async startContainer(id) {
      await call.act(`start container ${id}`, (docker) => at(docker, id).start());
    },
    async stopContainer(id, seconds) {
      await call.act(`stop container ${id}`, (docker) => at(docker, id).stop({ t: seconds }), {
        extra: seconds * 1000,
      });
    },
    async restartContainer(id, seconds) {
      await call.act(
        `restart container ${id}`,
        (docker) => at(docker, id).restart({ t: seconds }),
        { extra: seconds * 1000 },
      );
    },
    removeContainer: remove,
    async killContainer(id, signal) {
      await call.act(`kill container ${id}`, (docker) => at(docker, id).kill({ signal }));
    },
    async waitContainer(id, signal) {
      const ended = await call.open(`wait for container ${id}`, signal, (docker) =>
        at(docker, id).wait(),
      );
      return Ended.parse(ended).StatusCode;
    },
  };
}

/** All containers, running or not. */
export async function listContainers(call: Call): Promise<ContainerState[]> {
  const all = await call.read('list containers', (docker) => docker.listContainers({ all: true }));
  return (all ?? []).map((listed) => containerState(ListedContainer.parse(listed)));
}

const Ended = z.object({ StatusCode: z.number() });

function at(docker: Docker, name: string) {
  return docker.getContainer(encodeURIComponent(name));
}
