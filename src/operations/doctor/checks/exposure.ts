import { lanAddresses } from '../../../host/lan-addresses.ts';
import { doorListens } from '../../../stack/door-ports.ts';
import { isLoopback } from '../../../stack/is-loopback.ts';
import type { Check, Finding } from '../check.ts';
import type { DoctorFacts } from '../facts.ts';
import { judgePublished, judgeTrials, type Trial } from '../judge/judge-exposure.ts';
import { tryUnasked } from '../try-unasked.ts';
import { upFix } from '../up-fix.ts';

/** What is asked of whom: something that needs a token beyond loopback. */
const paths: Record<string, string> = {
  web: '/',
  rag: '/health',
  qa: '/health',
  qdrant: '/collections',
  ollama: '/api/tags',
};

/** At most so many addresses of this machine are tried. */
const most = 12;

/** Whether anything of the project is reached from beyond loopback, and without a token. */
export const exposure: Check = {
  id: 'exposure',
  title: 'reach from other machines',
  runtimes: ['docker', 'embedded'],
  deadline: 20_000,
  async run(facts, signal) {
    const { kind, runtime } = facts;
    const { expose, bind, project } = runtime.config;
    const published = kind === 'docker' ? await ofContainers(facts) : [];
    const { doors, hosts } = kind === 'docker' ? await ofEngine(facts) : await ofDaemon(facts);
    if (doors.length === 0)
      return { skipped: 'Nothing of the project runs, so that nothing can be reached' };
    const trials = await Promise.all(
      hosts.flatMap((host) =>
        doors.map(async ({ port, path }): Promise<Trial> => {
          const tried = await tryUnasked({ host, port, path }, project, signal);
          return { host, port, path, status: tried.outcome === 'answered' ? tried.status : null };
        }),
      ),
    );
    const open = judgeTrials(trials);
    const findings = [...published, ...open].map(
      (finding): Finding =>
        kind === 'docker' && !expose
          ? { ...finding, fix: upFix('publish on loopback alone', facts) }
          : finding,
    );
    if (findings.length > 0) return { findings };
    const answered = trials.some(({ status }) => status !== null);
    const reached = answered
      ? 'let nobody in without a token'
      : 'are not reached from other machines';
    const evidence = [`tried: ${hosts.join(', ')}`];
    const ports = expose
      ? 'The ports are published for other machines, as expose says, and'
      : 'The ports';
    const text =
      hosts.length > 0 ? `${ports} ${reached}` : `The ports are published on ${bind} alone`;
    return { findings: [{ code: 'NOT_EXPOSED', severity: 'ok', text, evidence }] };
  },
};

async function ofContainers({ runtime, project }: DoctorFacts): Promise<Finding[]> {
  const { seen } = await project();
  return judgePublished(seen.containers, runtime.config.expose);
}

interface Reached {
  doors: readonly { port: number; path: string }[];
  hosts: readonly string[];
}

/** All that is published, wherever; asked at the addresses of the engine's machine. */
async function ofEngine({ project }: DoctorFacts): Promise<Reached> {
  const { engine, seen } = await project();
  const services = new Map<number, string>(
    Object.entries(doorListens).map(([service, port]) => [port, service]),
  );
  const ports = seen.containers.flatMap(({ ports }) => ports);
  const doors = new Map(
    ports.map(({ hostPort, containerPort }) => [
      hostPort,
      paths[services.get(containerPort) ?? 'web'] ?? '/',
    ]),
  );
  return {
    doors: [...doors].map(([port, path]) => ({ port, path })),
    hosts: engine.info.isLocal ? lanAddresses().slice(0, most) : hostOf(engine.info.address),
  };
}

/** `ssh://user@host`, `tcp://host:2376` */
function hostOf(address: string): string[] {
  const host = /^\w+:\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/]+)/.exec(address)?.[1];
  return host === undefined || isLoopback(host) ? [] : [host.replace(/^\[|\]$/g, '')];
}

async function ofDaemon({ daemon }: DoctorFacts): Promise<Reached> {
  const running = await daemon();
  const doors = Object.entries(running?.record.ports ?? {}).map(([service, port]) => ({
    port,
    path: paths[service] ?? '/',
  }));
  return { doors, hosts: lanAddresses().slice(0, most) };
}
