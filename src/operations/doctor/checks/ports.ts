import { portKey } from '../../../config/port-key.ts';
import { portOwner } from '../../../embedded/port-owner.ts';
import type { ContainerState, ImageState, PublishedPort } from '../../../engine/objects.ts';
import { findFreePort } from '../../../host/free-port.ts';
import { portState } from '../../../host/port-state.ts';
import { holderOf, publishes } from '../../../plan/find-conflicts.ts';
import { doorPorts } from '../../../stack/door-ports.ts';
import { labelNames } from '../../../stack/labels.ts';
import type { Check, Finding } from '../check.ts';
import type { DoctorFacts } from '../facts.ts';
import { type Door, judgePort } from '../judge/judge-port.ts';
import { upFix } from '../up-fix.ts';

/** Every port that the configuration names: whose it is. */
export const ports: Check = {
  id: 'ports',
  title: 'ports',
  runtimes: ['docker', 'embedded'],
  deadline: 15_000,
  async run(facts) {
    const { kind, runtime } = facts;
    const looked = kind === 'docker' ? await inContainers(facts) : await inOneProcess(facts);
    const { wanted, door, isOurs, isHere } = looked;
    const all = Object.values(runtime.config.ports).flat();
    const findings = await Promise.all(
      wanted.map(async (port): Promise<Finding[]> => {
        const { hostPort } = port;
        const ours = isOurs(port);
        const holder = ours ? null : await holderAt(port, looked);
        const free =
          holder === null || !isHere
            ? null
            : await findFreePort(hostPort, new Set([hostPort, ...all]));
        const key = portKey(runtime.config.ports, hostPort);
        const finding = judgePort({ port: hostPort, key, isOurs: ours, holder, free }, door);
        if (finding === null) return [];
        const mends = finding.code === 'PORT_UNPUBLISHED' && kind === 'docker';
        return [mends ? { ...finding, fix: upFix('publish it', facts) } : finding];
      }),
    );
    const found = findings.flat();
    if (found.length > 0) return { findings: found };
    const numbers = wanted.map(({ hostPort }) => hostPort).join(', ');
    const text = `${wanted.length === 1 ? 'Port' : 'Ports'} ${numbers} ${door.state === 'runs' ? "are the project's" : 'are free'}`;
    return { findings: [{ code: 'PORTS', severity: 'ok', text }] };
  },
};

interface Looked {
  wanted: readonly PublishedPort[];
  door: Door;
  isOurs(port: PublishedPort): boolean;
  /** Containers that are not the project's. */
  others: readonly ContainerState[];
  images: readonly ImageState[];
  /** The ports are this machine's. */
  isHere: boolean;
}

async function inContainers({ runtime, project }: DoctorFacts): Promise<Looked> {
  const { engine, seen } = await project();
  const web = seen.containers.filter(({ labels }) => labels[labelNames.service] === 'web');
  const runs = web.some(({ status }) => status === 'running');
  return {
    wanted: doorPorts(runtime.config),
    door: { state: seen.containers.length === 0 ? 'absent' : runs ? 'runs' : 'stopped' },
    isOurs: ({ address, hostPort }) => web.some((one) => publishes(one, address, hostPort)),
    others: seen.foreign.containers,
    images: seen.images,
    isHere: engine.info.isLocal,
  };
}

async function inOneProcess({ runtime, daemon }: DoctorFacts): Promise<Looked> {
  const running = await daemon();
  const { ports: wanted, bind } = runtime.config;
  const at = (hostPort: number) => ({ address: bind, hostPort, containerPort: hostPort });
  const own = Object.values(running?.record.ports ?? {});
  return {
    wanted: [...wanted.web.slice(0, 1), wanted.rag, wanted.qa].map(at),
    door: { state: running ? 'runs' : 'absent' },
    isOurs: ({ hostPort }) => own.includes(hostPort),
    others: [],
    images: [],
    isHere: true,
  };
}

/** Who has a port that is not ours; null where nobody has. */
async function holderAt(
  { address, hostPort }: PublishedPort,
  { others, images, isHere }: Pick<Looked, 'others' | 'images' | 'isHere'>,
): Promise<string | null> {
  const container = others.find((one) => publishes(one, address, hostPort));
  if (container) return holderOf(container, images);
  if (!isHere || (await portState(hostPort, address)) !== 'taken') return null;
  return (await portOwner(hostPort, address)) ?? 'another program';
}
