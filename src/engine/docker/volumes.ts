import type Docker from 'dockerode';
import type * as z from 'zod/mini';
import type { Engine } from '../engine.ts';
import type { VolumeState } from '../objects.ts';
import type { Call } from './call.ts';
import { list, record, text, textMap, timeOf } from './fields.ts';

type Volumes = Pick<Engine, 'volume' | 'createVolume' | 'removeVolume'>;

export function createVolumes(call: Call): Volumes {
  return {
    async volume(name) {
      const found = await call.read(`inspect volume ${name}`, (docker) =>
        at(docker, name).inspect(),
      );
      return found === null ? null : volumeState(Volume.parse(found));
    },
    async createVolume(name, labels) {
      await call.act(`create volume ${name}`, (docker) =>
        docker.createVolume({ Name: name, Labels: { ...labels } }),
      );
    },
    async removeVolume(name) {
      await call.act(`remove volume ${name}`, (docker) => at(docker, name).remove(), {
        missingIsDone: true,
      });
    },
  };
}

export async function listVolumes(call: Call): Promise<VolumeState[]> {
  const all = await call.read('list volumes', (docker) => docker.listVolumes());
  return VolumeList.parse(all).Volumes.map(volumeState);
}

const Volume = record({
  Name: text,
  Driver: text,
  Labels: textMap,
  Mountpoint: text,
  CreatedAt: text,
});
const VolumeList = record({ Volumes: list(Volume) });

function volumeState(volume: z.infer<typeof Volume>): VolumeState {
  return {
    name: volume.Name,
    driver: volume.Driver,
    labels: volume.Labels,
    mountpoint: volume.Mountpoint,
    created: timeOf(volume.CreatedAt),
  };
}

function at(docker: Docker, name: string) {
  return docker.getVolume(encodeURIComponent(name));
}
