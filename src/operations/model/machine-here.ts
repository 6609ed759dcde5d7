import type { RunningModel } from '../../clients/ollama.ts';
import { GeckoError } from '../../errors.ts';
import type { FitMachine } from '../../fit/fit-machine.ts';
import { gpuBandwidth } from '../../fit/gpu-bandwidth.ts';
import type { HostFacts } from '../../host/host-facts.ts';
import { measureBandwidth } from '../../host/measure-bandwidth.ts';
import type { Runtime } from '../../runtime.ts';
import { type ChosenCard, chosenCards } from '../../stack/chosen-cards.ts';
import { noDevices } from '../../stack/profile.ts';
import { type RuntimeKind, runtimeOf } from '../choose-runtime.ts';
import type { HardwareInput } from '../docker/choose-hardware.ts';
import type { FoundOllama } from '../find-ollama.ts';
import { freeGpuMemory } from './free-gpu-memory.ts';
import { isHere } from './is-here.ts';

export interface MachineOptions {
  /** Without it, the project's. */
  kind?: RuntimeKind;
  /** What is asked for on the command line. */
  hardware?: Partial<HardwareInput>;
  /** Bytes a second of the main memory; without it, they are measured. */
  measure?: () => number;
}

/** Bytes a second of a machine that cannot be measured: one channel of DDR4-2666, a cautious guess. */
const USUAL_BANDWIDTH = 21e9;

/** Of an engine's memory that cannot be looked into, the part that is left for a model. */
const FREE_PART = 0.75;

/** Of a Mac's memory the part that its GPU may take (recommendedMaxWorkingSetSize of Metal, the lesser). */
const APPLE_PART = 2 / 3;

/**
 * What the project's Ollama has to run models in, with what it has loaded now counted as free, for it
 * makes room by itself. Null where it runs on a machine that gecko cannot look into.
 * @param found the one that answers; null: none does, and it is this machine that is asked about
 * @throws GeckoError of the engine
 */
export async function machineHere(
  found: FoundOllama | null,
  runtime: Runtime,
  { kind, hardware = {}, measure = measureBandwidth }: MachineOptions = {},
): Promise<FitMachine | null> {
  const { paths, signal } = runtime;
  const loaded = await loadedBy(found, signal);
  if ((kind ?? (await runtimeOf(runtime))) === 'docker')
    return ofContainers(loaded, { hardware, measure }, runtime);
  if (found !== null && !isHere(found.place)) return null;
  const host = await (await runtime.docker()).host(paths.data);
  const cards = chosenCards('host', noDevices, host);
  const memory = host.memory.available + outsideCards(loaded) - sharedMemory(cards, host);
  return {
    gpu: await gpuOf(cards, host, loaded, runtime),
    memory: Math.max(0, memory),
    bandwidth: measure(),
  };
}

async function ofContainers(
  loaded: readonly RunningModel[],
  { hardware, measure }: Required<Pick<MachineOptions, 'hardware' | 'measure'>>,
  runtime: Runtime,
): Promise<FitMachine> {
  const { chooseHardware } = await import('../docker/choose-hardware.ts');
  const { info } = await (await runtime.docker()).engine();
  const usual = { profile: undefined, autoGpu: false, gpus: undefined, failed: [] };
  const { choice, host } = await chooseHardware({ ...usual, ...hardware }, info, runtime);
  const isSeen = info.isLocal && host.platform === 'linux';
  const free = isSeen
    ? Math.min(info.memory, host.memory.available + outsideCards(loaded))
    : info.memory * FREE_PART;
  const limit =
    choice.kind === 'chosen' && choice.profile === 'host'
      ? null
      : runtime.config.services.ollama.limits.memory;
  const cards = choice.kind === 'chosen' ? chosenCards(choice.profile, choice.needs, host) : [];
  return {
    gpu: await gpuOf(cards, host, loaded, runtime),
    memory: Math.max(0, Math.min(free - sharedMemory(cards, host), limit ?? free)),
    bandwidth: isSeen ? measure() : USUAL_BANDWIDTH,
  };
}

async function gpuOf(
  cards: readonly ChosenCard[],
  host: HostFacts,
  loaded: readonly RunningModel[],
  { exec, signal }: Runtime,
): Promise<FitMachine['gpu']> {
  const [first] = cards;
  if (!first) return null;
  const isNvidia = cards.some(({ id }) => id !== null);
  const free = isNvidia ? await freeGpuMemory(exec, signal) : new Map<string, number>();
  const shared = sharedMemory(cards, host);
  const total = sum(cards.map(({ memory }) => memory ?? shared));
  const unused = sum(cards.map(({ id, memory }) => free.get(id ?? '') ?? memory ?? shared));
  const bandwidths = cards.map(({ name }) => gpuBandwidth(name));
  return {
    name: cards.length === 1 ? first.name : `${cards.length} × ${first.name}`,
    memory: Math.min(total, unused + sum(loaded.map(({ deviceBytes }) => deviceBytes))),
    bandwidth: bandwidths.includes(null) ? null : Math.min(...bandwidths.map(Number)),
  };
}

/** Of the main memory what a card without its own takes; what it takes, nothing else can have. */
function sharedMemory(cards: readonly ChosenCard[], { memory, apple }: HostFacts): number {
  if (!cards.some((card) => card.memory === null)) return 0;
  const most = apple.state === 'found' ? apple.facts.memory * APPLE_PART : memory.available;
  return Math.min(most, memory.available);
}

async function loadedBy(
  found: FoundOllama | null,
  signal: AbortSignal,
): Promise<readonly RunningModel[]> {
  try {
    return (await found?.server.running(signal)) ?? [];
  } catch (error) {
    if (error instanceof GeckoError) return [];
    throw error;
  }
}

function outsideCards(loaded: readonly RunningModel[]): number {
  return sum(loaded.map(({ bytes, deviceBytes }) => bytes - deviceBytes));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
