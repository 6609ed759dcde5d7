import type { Backend } from '../api/backend.ts';
import type { Schemas } from '../api/schema.d.ts';
import { ServiceError } from '../api/service-error.ts';
import type { SeenBoth } from './seen.ts';
import { toldPart } from './told-parts.ts';

type System = Schemas['System'];
type Dependency = System['live']['dependencies'][number];

/** From the worst: nothing answers; questions cannot be answered as they should; less well than they could. */
export type Level = 'silent' | 'failed' | 'lacking';

/** Something that is wrong now, as it is seen live. */
export interface Trouble {
  level: Level;
  /** What it is about: a backend, or what the backends stand on. */
  about: 'both' | Backend | Dependency['name'];
  /** The service of the stack that this is; null: none. */
  service: 'qdrant' | 'ollama' | null;
  /** Who sees it. */
  seenBy: Backend[];
  /** As a backend tells it; empty where nobody does. */
  detail: string;
  error: unknown;
  /** The commands that mend it, or else say what does; the first is the likeliest. */
  commands: string[];
}

const weight: Record<Dependency['name'], number> = {
  store: 0,
  corpus: 1,
  generator: 2,
  embedder: 3,
};

/** What is wrong now, the worst first. */
export function troublesOf(seen: SeenBoth, now: number): Trouble[] {
  return [...silent(seen), ...dependencies(seen, now)].toSorted(
    (a, b) => rankOf(a.level) - rankOf(b.level),
  );
}

function rankOf(level: Level): number {
  return ['silent', 'failed', 'lacking'].indexOf(level);
}

function silent(seen: SeenBoth): Trouble[] {
  const names = (['rag', 'qa'] as const).filter(
    (name) => seen[name].error !== null && !tellsNothing(seen[name].error),
  );
  const [first] = names;
  if (first === undefined) return [];
  const isDocker = (seen.rag.system ?? seen.qa.system)?.runtime === 'docker';
  const one = { level: 'silent' as const, service: null, seenBy: [], detail: '' };
  if (names.length === 2)
    return [
      { ...one, about: 'both', error: seen.rag.error, commands: ['gecko up', 'gecko doctor'] },
    ];
  const start = isDocker ? `gecko start ${first}` : 'gecko up';
  return [{ ...one, about: first, error: seen[first].error, commands: [start, 'gecko doctor'] }];
}

/** A user's own backend in the place of ours knows no /system. */
export function tellsNothing(error: unknown): boolean {
  return error instanceof ServiceError && (error.status === 404 || error.status === 405);
}

function dependencies(seen: SeenBoth, now: number): Trouble[] {
  const told = (['rag', 'qa'] as const).flatMap((backend) => {
    const { system, error } = seen[backend];
    // What it told before it fell silent is no longer what is wrong now.
    return system && error === null
      ? system.live.dependencies.map((dependency) => ({ backend, system, dependency }))
      : [];
  });
  const found = told.filter(({ dependency }) => dependency.state !== 'ok');
  const names = [...new Set(found.map(({ dependency }) => dependency.name))].toSorted(
    (a, b) => weight[a] - weight[b],
  );
  const troubles = names.flatMap((name): Trouble[] => {
    const all = found.filter(({ dependency }) => dependency.name === name);
    const worst = all.find(({ dependency }) => dependency.state === 'failed') ?? all[0];
    if (!worst) return [];
    const level = worst.dependency.state === 'failed' ? 'failed' : 'lacking';
    const service = serviceOf(name, worst.system, seen, now);
    return [
      {
        level,
        about: name,
        service,
        seenBy: all.map(({ backend }) => backend),
        detail: worst.dependency.detail,
        error: null,
        commands: [
          ...(service && level === 'failed' ? [`gecko start ${service}`] : []),
          'gecko doctor',
        ],
      },
    ];
  });
  return troubles.filter((trouble) => !troubles.some((other) => follows(trouble, other)));
}

/** Whether one makes the other, which is then not told twice. */
function follows({ about, level }: Trouble, cause: Trouble): boolean {
  if (about !== 'corpus') return false;
  return cause.about === 'store'
    ? cause.level === 'failed'
    : cause.about === 'embedder' && cause.level === level;
}

/** The container that is behind a dependency, where it is one of the stack. */
function serviceOf(
  name: Dependency['name'],
  { runtime, live }: System,
  seen: SeenBoth,
  now: number,
): Trouble['service'] {
  if (runtime !== 'docker') return null;
  const known = toldPart('services', seen, now)?.value.map((one) => one.name);
  const isOurs = (service: string) => known === undefined || known.includes(service);
  if (name === 'store' && isOurs('qdrant')) return 'qdrant';
  // An Ollama that answers is not what fails: perhaps it lacks the model.
  if (name === 'generator' && live.ollama === null && isOurs('ollama')) return 'ollama';
  return null;
}
