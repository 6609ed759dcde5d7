import type { KnockRequest } from '../../../clients/knock.ts';
import { GeckoError } from '../../../errors.ts';
import { asksOllama } from '../../../stack/asks-ollama.ts';
import { isUsersOwn } from '../../../stack/corpus-backend.ts';
import { doorListens, doorPorts } from '../../../stack/door-ports.ts';
import type { ServiceName } from '../../../stack/service-spec.ts';
import type { Check, Finding } from '../check.ts';
import type { DoctorFacts } from '../facts.ts';
import { notRunning } from '../not-running.ts';
import { restartFix } from '../restart-fix.ts';
import { upFix } from '../up-fix.ts';

/** A name and an origin that nobody allows: `.invalid` can be nobody's. */
const STRANGER = 'gecko-doctor.invalid';

type Published = Extract<ServiceName, 'web' | 'rag' | 'qa' | 'qdrant' | 'ollama'>;

/** A request to a published port, and what the door has to say to it. */
interface Trial {
  service: Published;
  method: KnockRequest['method'];
  path: string;
  headers?: Record<string, string>;
  /** Statuses that are right. */
  right: readonly number[];
  /** What is tried, for people: `a foreign Host`. */
  what: string;
  /** It is to be refused: one that is let in is a hole. */
  isRefusal: boolean;
}

/** Every published route answers as it should, and every guard refuses what it should. */
export const door: Check = {
  id: 'door',
  title: 'door',
  runtimes: ['docker', 'embedded'],
  deadline: 20_000,
  async run(facts, signal) {
    const idle = await notRunning(facts, 'web');
    if (idle !== null) return { skipped: idle };
    const bases = await basesOf(facts);
    const trials = trialsOf(facts).filter(({ service }) => bases.has(service));
    const seen = await Promise.all(
      trials.map(async (trial) => {
        const { method, path, headers = {}, service } = trial;
        const url = `${bases.get(service)}${path}`;
        return { trial, status: await facts.runtime.knock({ method, url, headers }, signal) };
      }),
    );
    const wrong = seen.filter(
      ({ trial, status }) => status === null || !trial.right.includes(status),
    );
    if (wrong.length > 0) return { findings: wrong.map((one) => toFinding(one, facts)) };
    const refusals = trials.filter(({ isRefusal }) => isRefusal).length;
    return {
      findings: [
        {
          code: 'DOOR',
          severity: 'ok',
          text: `${[...bases.keys()].join(', ')} answer on their ports, and refuse all ${refusals} requests that are not allowed`,
          evidence: seen.map(({ trial, status }) => line(trial, status)),
        },
      ],
    };
  },
};

/** Base URL of each published service that runs; what does not run is told elsewhere. */
async function basesOf(facts: DoctorFacts): Promise<Map<Published, string>> {
  const { runtime, kind } = facts;
  if (kind === 'embedded') {
    const urls = (await facts.daemon())?.urls;
    return new Map(urls ? (Object.entries(urls) as [Published, string][]) : []);
  }
  const found = new Map<Published, string>();
  for (const service of ['web', 'rag', 'qa', 'qdrant', 'ollama'] as const) {
    const port = doorPorts(runtime.config).find(
      ({ containerPort }) => containerPort === doorListens[service],
    );
    if (!port) continue;
    // An Ollama of the host has no container: it is there where it answers.
    const isThere =
      service === 'ollama'
        ? await answersOllama(facts)
        : (await notRunning(facts, service)) === null;
    if (!isThere) continue;
    found.set(service, await runtime.reach(port));
  }
  return found;
}

async function answersOllama(facts: DoctorFacts): Promise<boolean> {
  if (!asksOllama(facts.runtime.config)) return false;
  try {
    const { server } = await facts.ollama();
    await server.version(facts.runtime.signal);
    return true;
  } catch (error) {
    if (error instanceof GeckoError) return false;
    throw error;
  }
}

function trialsOf({ runtime: { config }, kind }: DoctorFacts): Trial[] {
  const isOwn = (name: 'rag' | 'qa') => kind === 'docker' && isUsersOwn(name, config);
  const backends = (['rag', 'qa'] as const).filter((name) => !isOwn(name));
  // The page of an exposed project is for browsers that were signed in.
  const page = config.expose ? [200, 401] : [200];
  const get = { method: 'GET', isRefusal: false } as const;
  const refused = { isRefusal: true, right: [403] } as const;
  const origin = { origin: `https://${STRANGER}` };
  return [
    { ...get, service: 'web', path: '/', right: page, what: 'the page' },
    ...backends.map(
      (service): Trial => ({ ...get, service, path: '/health', right: [200], what: 'its health' }),
    ),
    ...(asksOllama(config)
      ? [{ ...get, service: 'ollama', path: '/api/tags', right: [200], what: 'its list' } as const]
      : []),
    ...guarded,
    ...(['web', ...backends, 'qdrant', 'ollama'] as const).map(
      (service): Trial => ({
        ...{ service, method: 'GET', path: '/health', headers: { host: STRANGER } },
        ...{ ...refused, what: 'a foreign Host' },
      }),
    ),
    ...(['web', ...backends, 'qdrant', 'ollama'] as const).map(
      (service): Trial => ({
        ...{ service, method: 'POST', path: '/ask', headers: origin },
        ...{ ...refused, what: 'a page of a foreign origin' },
      }),
    ),
  ];
}

const guarded: readonly Trial[] = [
  {
    ...{ service: 'qdrant', method: 'GET', path: '/collections', right: [401] },
    ...{ what: 'its collections without the key', isRefusal: true },
  },
  {
    ...{ service: 'ollama', method: 'DELETE', path: '/api/delete', right: [401] },
    ...{ what: 'a deletion without the token', isRefusal: true },
  },
];

function toFinding(
  { trial, status }: { trial: Trial; status: number | null },
  facts: DoctorFacts,
): Finding {
  const { service, what, isRefusal } = trial;
  // What fails on its own lets nobody in.
  // The door itself says so of what is behind it.
  const isBehind = status !== null && status >= 502 && status <= 504;
  const isHole = isRefusal && status !== null && status < 500 && status !== 401 && status !== 403;
  return {
    code: isHole ? 'DOOR_OPEN' : 'DOOR_ROUTE',
    severity: 'problem',
    text: isHole
      ? `The door lets in what it should refuse: ${what}, at the port of ${service}`
      : `The door does not answer as it should at the port of ${service}: ${what}`,
    consequence: isHole
      ? 'A page in a browser, or whoever reaches the port, may get at the documents'
      : `What uses the port of ${service} fails`,
    evidence: [line(trial, status)],
    ...(isHole ? {} : { about: `service ${service}` }),
    fix:
      isHole && facts.kind === 'docker'
        ? upFix('make the door anew', facts, 'web')
        : restartFix(isBehind ? service : 'web', facts),
  };
}

/** `GET /collections of qdrant: HTTP 401` */
function line({ method, path, service, what }: Trial, status: number | null): string {
  const told = status === null ? 'no answer' : `HTTP ${status}`;
  return `${method} ${path} of ${service} (${what}): ${told}`;
}
