import type { OldData } from './data-of.ts';
import { dataOf } from './data-of.ts';
import type { OldService, OldStack } from './old-stack.ts';
import { type OldRole, roleOf } from './role-of.ts';

/** What of an old stack has a place in gecko's. */
export interface TakenOver {
  /** One service a role; of several Ollamas the one that runs. */
  services: Readonly<Partial<Record<Exclude<OldRole, 'pull'>, OldService>>>;
  /** Several Ollamas for other hardware each, and nothing tells which one is used. */
  isOllamaOpen: boolean;
  /** Every service with a role, also those that were not chosen. */
  known: readonly OldService[];
  /** Those that gecko has no place for. */
  others: readonly OldService[];
  /** What a service that pulls models pulls. */
  model: string | null;
  qdrant: OldData | null;
  ollama: OldData | null;
}

/** Where Qdrant and Ollama keep what they have, unless they are told otherwise. */
const QDRANT = '/qdrant/storage';
const OLLAMA = '/root/.ollama';

/** Sorts the services of an old stack by what they do. */
export function takenOver(stack: OldStack): TakenOver {
  const withRole = (role: OldRole) => stack.services.filter((one) => roleOf(one) === role);
  const ollamas = inUse(withRole('ollama'), stack);
  const [qdrant] = inUse(withRole('qdrant'), stack);
  const [ollama] = ollamas;
  const found = { web: one('web'), rag: one('rag'), qa: one('qa'), qdrant, ollama };
  return {
    services: Object.fromEntries(
      Object.entries(found).filter(([, service]) => service !== undefined),
    ),
    isOllamaOpen: new Set(ollamas.map(({ gpu }) => gpu?.kind ?? 'cpu')).size > 1,
    known: stack.services.filter((service) => roleOf(service) !== null),
    others: stack.services.filter((service) => roleOf(service) === null),
    model:
      withRole('pull')
        .map(modelOf)
        .find((model) => model !== null) ?? null,
    qdrant: qdrant ? dataOf(qdrant, qdrant.env.QDRANT__STORAGE__STORAGE_PATH ?? QDRANT) : null,
    ollama: ollama ? dataOf(ollama, OLLAMA) : null,
  };

  function one(role: OldRole): OldService | undefined {
    return inUse(withRole(role), stack)[0];
  }
}

/** Those that the engine has, else those whose profile is switched on, else those without one, else all. */
function inUse(services: readonly OldService[], { profiles }: OldStack): readonly OldService[] {
  const choices = [
    services.filter(({ containers }) => containers.some(({ isRunning }) => isRunning)),
    services.filter(({ containers }) => containers.length > 0),
    services.filter((service) => service.profiles.some((one) => profiles.includes(one))),
    services.filter((service) => service.profiles.length === 0),
  ];
  return choices.find((some) => some.length > 0) ?? services;
}

function modelOf({ command }: OldService): string | null {
  return /\bollama\s+pull\s+([\w./:-]+)/.exec(command)?.[1] ?? null;
}
