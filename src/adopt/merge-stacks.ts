import type { OldService, OldStack } from './old-stack.ts';

/**
 * A stack from its file and its containers: of what both tell, the containers count, for they are what runs;
 * what only the file knows stays as it has it.
 */
export function mergeStacks(file: OldStack, running: OldStack): OldStack {
  const containersOf = new Map(running.services.map((service) => [service.name, service]));
  const merged = file.services.map((service): OldService => {
    const there = containersOf.get(service.name);
    if (!there) return service;
    return {
      ...service,
      image: there.image ?? service.image,
      ports: there.ports.length > 0 ? there.ports : service.ports,
      env: { ...service.env, ...onlyKnown(service.env, there.env) },
      mounts: there.mounts.length > 0 ? there.mounts : service.mounts,
      gpu: there.gpu ?? service.gpu,
      replicas: there.replicas,
      containers: there.containers,
    };
  });
  const known = new Set(file.services.map(({ name }) => name));
  return {
    ...file,
    project: running.services.length > 0 ? running.project : file.project,
    services: [...merged, ...running.services.filter(({ name }) => !known.has(name))],
    notes: [...file.notes, ...running.notes],
  };
}

/** The environment of a container has that of its image in it, too. */
function onlyKnown(known: OldService['env'], there: OldService['env']): Record<string, string> {
  return Object.fromEntries(Object.entries(there).filter(([name]) => Object.hasOwn(known, name)));
}
