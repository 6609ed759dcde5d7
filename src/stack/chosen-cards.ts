import type { HostFacts } from '../host/host-facts.ts';
import { cdiAll } from './nvidia-devices.ts';
import { type NvidiaUnit, nvidiaUnits } from './nvidia-units.ts';
import type { Profile, ProfileNeeds } from './profile.ts';

/** A card, or a part of one, that Ollama gets. */
export interface ChosenCard {
  /** Of NVIDIA's: as nvidia-smi names it; null for others. */
  id: string | null;
  name: string;
  /** Bytes of its own; null where it shares the machine's memory. */
  memory: number | null;
}

/** The cards that a profile gives to Ollama, of those that the machine has; none on the processor. */
export function chosenCards(
  profile: Profile,
  { devices }: Pick<ProfileNeeds, 'devices'>,
  host: Pick<HostFacts, 'nvidia' | 'amd' | 'apple'>,
): ChosenCard[] {
  const nvidia =
    host.nvidia.state === 'found' ? nvidiaUnits(host.nvidia.facts.gpus, host.nvidia.facts) : [];
  switch (profile) {
    case 'cpu':
      return [];
    case 'gpu-nvidia':
      return nvidia.filter((unit, place) => isGiven(unit, place, devices)).map(ofNvidia);
    case 'gpu-amd':
      return ofAmd(host)
        .filter(({ node }) => isPassed(node, devices))
        .map(({ card }) => card);
    case 'host':
      return [...nvidia.map(ofNvidia), ...ofAmd(host).map(({ card }) => card), ...ofApple(host)];
  }
}

function isGiven(
  { id, cdi }: NvidiaUnit,
  place: number,
  devices: ProfileNeeds['devices'],
): boolean {
  return devices.some((request) => {
    if (request.kind === 'nvidia')
      return request.ids.length > 0
        ? request.ids.includes(id)
        : request.count === 'all' || place < request.count;
    if (request.kind !== 'cdi') return false;
    const names = [cdiAll, `nvidia.com/gpu=${id}`, `nvidia.com/gpu=${cdi}`];
    return request.devices.some((name) => names.includes(name));
  });
}

function ofNvidia({ id, name, memory }: NvidiaUnit): ChosenCard {
  return { id, name, memory: memory > 0 ? memory : null };
}

/** One that is part of a processor is left out where there are others: Ollama leaves it out, too. */
function ofAmd({ amd }: Pick<HostFacts, 'amd'>) {
  if (amd.state !== 'found') return [];
  const { gpus } = amd.facts;
  const own = gpus.filter(({ isIntegrated }) => !isIntegrated);
  return (own.length > 0 ? own : gpus).map(({ name, gfx, memory, isIntegrated, renderNode }) => ({
    node: renderNode?.path ?? null,
    card: { id: null, name: name ?? `AMD ${gfx ?? 'GPU'}`, memory: isIntegrated ? null : memory },
  }));
}

function isPassed(node: string | null, devices: ProfileNeeds['devices']): boolean {
  const nodes = devices.flatMap((request) =>
    request.kind === 'device' && request.path.startsWith('/dev/dri/') ? [request.path] : [],
  );
  return node === null || nodes.length === 0 || nodes.includes(node);
}

function ofApple({ apple }: Pick<HostFacts, 'apple'>): ChosenCard[] {
  return apple.state === 'found' ? [{ id: null, name: apple.facts.chip, memory: null }] : [];
}
