import type { EngineInfo } from '../engine/engine.ts';
import type { ResolvedService } from './stack.ts';

/** What an engine of an unusual kind does otherwise with these services, one sentence each. */
export function engineNotes(
  services: readonly Pick<ResolvedService, 'name' | 'container'>[],
  engine: Pick<
    EngineInfo,
    'canLimit' | 'rootless' | 'selinux' | 'usernsRemap' | 'isLocal' | 'address'
  >,
): string[] {
  const folders = services.flatMap(({ name, container }) =>
    container.mounts.flatMap(({ type, source }) =>
      type === 'bind' ? [`${source} (${name})`] : [],
    ),
  );
  const mounted = folders.join(', ');
  return [
    ...unlimited(engine),
    ...(!engine.isLocal && folders.length > 0
      ? [
          `The engine runs on another machine (${engine.address}): what is mounted is there: ${mounted}`,
        ]
      : []),
    ...(engine.selinux && folders.length > 0
      ? [`SELinux is on: what is mounted gets a label that containers share (z): ${mounted}`]
      : []),
    ...(engine.rootless && folders.length > 0
      ? [
          `The engine runs without root: root in a container is the user who runs the engine, and its other users may do with what is mounted only what all may: ${mounted}`,
        ]
      : []),
    ...(engine.usernsRemap && folders.length > 0
      ? [
          `The engine remaps users (userns-remap): what is mounted has to be open to all, or to the remapped users: ${mounted}`,
        ]
      : []),
  ];
}

/** Without root an engine limits only what the system has delegated to its user, by cgroup 2. */
function unlimited({ canLimit, rootless }: Pick<EngineInfo, 'canLimit' | 'rootless'>): string[] {
  const what = [canLimit.memory ? [] : ['memory'], canLimit.cpus ? [] : ['CPUs']]
    .flat()
    .join(' and ');
  if (what === '') return [];
  const mend = rootless
    ? ': without root it needs cgroup 2 and Delegate=cpu memory pids for user@.service (docs.docker.com/engine/security/rootless)'
    : '';
  return [`The engine cannot limit ${what}, so containers may use all that there is${mend}`];
}
