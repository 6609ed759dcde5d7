import { readFileSync } from 'node:fs';
import type { HostFacts } from '../../src/host/host-facts.ts';
import { capturedFacts, type MachineName } from './captured-facts.ts';
import { dockerWithNvidia } from './engine-info.ts';
import { type FakeDocker, type FakeWorld, fakeDocker, stackImages } from './fake-docker.ts';
import type { FakeMachine } from './fake-machine.ts';

/** The card of a fake machine, as containers and Ollama find it; a container made anew finds it whole. */
export interface FakeCard {
  /** What nvidia-smi says in a container in place of figures; null: it works. */
  ill: { exitCode: number; stdout: string } | null;
  /** The share of a model that Ollama puts on it, and says so. */
  share: number;
  /** The share that its memory shows. */
  shown: number;
}

export interface CardWorld {
  docker: FakeDocker;
  card: FakeCard;
}

const ollamaImage = Object.keys(stackImages).find((name) => name.startsWith('ollama/')) ?? '';

/** A machine with a card, whose Ollama logs what a file of test/fixtures/ollama-log has. */
export async function cardWorld(
  name: MachineName,
  log: string,
  { info = dockerWithNvidia, machine = {} }: Pick<FakeWorld, 'info' | 'machine'> = {},
): Promise<CardWorld & { host: HostFacts }> {
  const host = await capturedFacts(name);
  const card: FakeCard = { ill: null, share: 1, shown: 1 };
  const file = new URL(`../fixtures/ollama-log/${log}.txt`, import.meta.url);
  const says = readFileSync(file, 'utf8').trim().split('\n');
  const image = { behaviour: { health: { healthyAfter: 0 }, says } };
  const mebibytes = () => {
    const loaded = [...docker.ollama.loaded.values()];
    const bytes = loaded.reduce((sum, one) => sum + one.bytes * card.shown, 0);
    return Math.round(bytes / 2 ** 20) + 300;
  };
  const programs: FakeMachine['programs'] = {
    'nvidia-smi': () => card.ill ?? { stdout: `${mebibytes()}\n` },
  };
  const docker: FakeDocker = fakeDocker(
    { ...stackImages, [ollamaImage]: image, [`${ollamaImage}-rocm`]: image },
    {
      ...{ host, info, machine: Object.assign(machine, { programs }) },
      before: (method) => {
        if (method !== 'createContainer') return;
        docker.ollama.loaded.clear();
        Object.assign(card, { ill: null, share: 1, shown: 1 });
      },
    },
  );
  docker.ollama.onDevice = (bytes) => Math.round(bytes * card.share);
  return { docker, card, host };
}
