import type { Schemas } from '../api/schema.d.ts';
import type { SeenBoth } from './seen.ts';
import { toldPart } from './told-parts.ts';
import { tellsNothing } from './troubles.ts';

type System = Schemas['System'];
type Told = NonNullable<System['report']['services']>['value'][number];

/** `own`: a backend of the user, which tells nothing. */
export type ServiceState =
  | 'answers'
  | 'fails'
  | 'silent'
  | 'stopped'
  | 'running'
  | 'degraded'
  | 'own';

export interface ServiceRow {
  name: string;
  state: ServiceState;
  /** Seen live; otherwise as gecko told it. */
  isLive: boolean;
  version: string | null;
  /** Seconds; null: not known, or it does not run. */
  uptime: number | null;
  restarts: number | null;
  url: string | null;
  replicas: Told['replicas'];
  /** What gecko told where it is not what is seen live, or tells more of it. */
  before: 'running' | 'stopped' | null;
}

interface Live {
  state: ServiceState;
  version?: string | null;
  uptime?: number;
}

/** The services: what is seen live goes before what gecko told, and says so where they differ. */
export function serviceRows(seen: SeenBoth, now: number): ServiceRow[] {
  const told = toldPart('services', seen, now)?.value ?? [];
  const live = liveStates(seen);
  const names = [...new Set([...told.map(({ name }) => name), ...live.keys()])];
  return names.map((name) =>
    rowOf(
      name,
      live.get(name) ?? null,
      told.find((one) => one.name === name),
      now,
    ),
  );
}

function rowOf(name: string, live: Live | null, told: Told | undefined, now: number): ServiceRow {
  const isUp = live ? live.state === 'answers' : told?.state === 'running';
  const started = told?.startedAt ? (now - Date.parse(told.startedAt)) / 1_000 : null;
  return {
    name,
    state: live?.state ?? (told ? toldState(told) : 'silent'),
    isLive: live !== null,
    version: live?.version ?? told?.version ?? null,
    uptime: isUp ? (live?.uptime ?? (started === null ? null : Math.max(0, started))) : null,
    restarts: told?.restarts ?? null,
    url: told?.url ?? null,
    replicas: told?.replicas ?? [],
    before: live && told && isOther(live.state, told) ? told.state : null,
  };
}

function toldState({ state, health }: Told): ServiceState {
  if (state === 'stopped') return 'stopped';
  return health === 'unhealthy' ? 'fails' : health === 'degraded' ? 'degraded' : 'running';
}

/** Whether what was told is not what is seen, or tells more of it. */
function isOther(live: ServiceState, { state, health }: Told): boolean {
  if (live === 'answers') return state === 'stopped';
  return (live === 'fails' || live === 'silent') && health !== 'unhealthy';
}

/** What the page and the backends see themselves. */
function liveStates(seen: SeenBoth): Map<string, Live> {
  const states = new Map<string, Live>();
  const answering = (['rag', 'qa'] as const).flatMap((name) => {
    const { system, error } = seen[name];
    if (error !== null) {
      states.set(name, { state: tellsNothing(error) ? 'own' : 'silent' });
      return [];
    }
    if (!system) return [];
    const { version, uptime } = system.live.service;
    states.set(name, { state: 'answers', version, uptime });
    return [system];
  });
  // What a backend says has come through it.
  if (answering.length > 0) states.set('web', { state: 'answers' });
  if (answering[0]?.runtime === 'docker') ofContainers(answering, states);
  return states;
}

/** One backend that reaches a service has seen that it answers. */
function ofContainers(systems: readonly System[], states: Map<string, Live>): void {
  const known = new Set(
    systems.flatMap(({ report }) => report.services?.value.map(({ name }) => name) ?? []),
  );
  const isOurs = (name: string) => known.size === 0 || known.has(name);
  const stores = systems.flatMap(({ live }) =>
    live.dependencies.filter(({ name }) => name === 'store').map(({ state }) => state),
  );
  if (isOurs('qdrant') && stores.length > 0)
    states.set('qdrant', {
      state: stores.some((state) => state !== 'failed') ? 'answers' : 'fails',
    });
  const ollama = systems.map(({ live }) => live.ollama).find((one) => one !== null);
  const fails = systems.some(({ live }) =>
    live.dependencies.some(({ name, state }) => name === 'generator' && state === 'failed'),
  );
  if (!isOurs('ollama')) return;
  if (ollama) states.set('ollama', { state: 'answers', version: ollama.version });
  else if (fails) states.set('ollama', { state: 'fails' });
}
