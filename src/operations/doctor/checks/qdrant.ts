import type { QdrantCollection, QdrantServer } from '../../../clients/qdrant.ts';
import { contract } from '../../../contract.ts';
import { GeckoError } from '../../../errors.ts';
import { usersOfService } from '../../../stack/catalog.ts';
import { hasService } from '../../../stack/corpus-backend.ts';
import { labelNames } from '../../../stack/labels.ts';
import { counted } from '../../counted.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { isOlder } from '../../is-older.ts';
import type { Check, Finding, Fix } from '../check.ts';
import type { DoctorFacts } from '../facts.ts';
import { notRunning } from '../not-running.ts';
import { restartFix } from '../restart-fix.ts';
import { upFix } from '../up-fix.ts';

/** The first version that keeps the metadata of a collection: services/core refuses older ones, too. */
const OLDEST = '1.16.0';

/** How Qdrant ends where its storage is another version's, in its own words. */
const STORAGE_WORDS =
  /Collection version is greater than application version|Cannot upgrade version/;

/** Qdrant answers, to nobody without its key, and has the collection as the embedder needs it. */
export const qdrant: Check = {
  id: 'qdrant',
  title: 'Qdrant',
  runtimes: ['docker'],
  deadline: 20_000,
  async run(facts, signal) {
    const project = await facts.project();
    if ((await notRunning(facts, 'qdrant')) !== null) return ended(project, signal);
    const closed = await notRunning(facts, 'web');
    if (closed !== null) return { skipped: closed };
    const server = project.door.qdrant(project.secrets.qdrantKey);
    try {
      const version = await server.version(signal);
      // It answers: what refuses now is a refusal.
      const strange = await openToStrangers(project.door.qdrant(null), facts, signal);
      const found = await looked(server, { version, isOpen: strange.length > 0 }, facts, signal);
      return { findings: [...strange, ...found] };
    } catch (error) {
      if (!(error instanceof GeckoError)) throw error;
      return { findings: [refusal(error, facts)] };
    }
  },
};

/** One that has ended may have said that it cannot read its storage; that it ended is told elsewhere. */
async function ended({ seen, engine }: DockerProject, signal: AbortSignal) {
  const container = seen.containers.find(({ labels }) => labels[labelNames.service] === 'qdrant');
  const options = { follow: false, tail: 50, since: null, timestamps: false, signal };
  if (container)
    for await (const { text } of engine.logs(container.id, options))
      if (STORAGE_WORDS.test(text)) return { findings: [unreadable(text)] };
  return { skipped: 'qdrant does not run' };
}

function unreadable(said: string): Finding {
  return {
    code: 'QDRANT_STORAGE',
    severity: 'problem',
    text: 'Qdrant ends because another version of it wrote its storage',
    consequence: 'It will not start; the documents are still there',
    evidence: [said.slice(0, 300)],
    fix: {
      what: 'name the version that wrote it in images.qdrant; a newer one is reached one minor version at a time, after a backup. Then',
      command: 'gecko up',
    },
  };
}

async function openToStrangers(
  stranger: QdrantServer,
  facts: DoctorFacts,
  signal: AbortSignal,
): Promise<Finding[]> {
  try {
    await stranger.collections(signal);
  } catch (error) {
    // Refused, as it should be.
    if (error instanceof GeckoError) return [];
    throw error;
  }
  return [
    {
      code: 'QDRANT_OPEN',
      severity: 'problem',
      text: 'Qdrant answers without its key',
      consequence: 'Whoever reaches its port may read and delete every document',
      fix: renewal(facts),
    },
  ];
}

function renewal(facts: DoctorFacts): Fix {
  const { config } = facts.runtime;
  const users = usersOfService('qdrant').filter((name) => hasService(name, config));
  return upFix('make it and its backends anew, with the key', facts, 'qdrant', ...users);
}

function refusal({ code, message }: GeckoError, facts: DoctorFacts): Finding {
  const isKey = code === 'UNAUTHORIZED';
  return {
    code: isKey ? 'QDRANT_KEY' : code === 'STORE_UNSUPPORTED' ? code : 'QDRANT_SILENT',
    severity: 'problem',
    text: isKey
      ? "Qdrant refuses the project's key"
      : `Qdrant runs and does not answer: ${message}`,
    consequence: 'Nothing is found in the documents, and none can be taken in',
    about: 'service qdrant',
    fix: isKey ? renewal(facts) : restartFix('qdrant', facts),
  };
}

async function looked(
  server: QdrantServer,
  { version, isOpen }: { version: string; isOpen: boolean },
  { runtime: { config } }: DoctorFacts,
  signal: AbortSignal,
): Promise<Finding[]> {
  if (isOlder(version, OLDEST))
    return [
      {
        code: 'STORE_UNSUPPORTED',
        severity: 'problem',
        text: `Qdrant is version ${version}, gecko needs ${OLDEST} or newer`,
        consequence: 'The backends refuse to work with it',
        fix: {
          what: 'upgrade it one minor version at a time, after a backup: name each in images.qdrant, then',
          command: 'gecko up',
        },
      },
    ];
  const answers = `Qdrant ${version} answers${isOpen ? '' : ', to nobody without its key'}`;
  const name = config.corpus.collection;
  const collection = await server.collection(name, signal);
  if (collection === null) return [good(`${answers}; ${name} is not there yet`)];
  const wrong = [...dimension(name, collection), ...indexing(name, collection)];
  const { points, indexed } = collection;
  const told = `${answers}; ${name} has ${counted(points, 'chunk')}`;
  return [
    {
      ...good(told),
      evidence: [`status ${collection.status}, ${counted(indexed, 'vector')} indexed`],
    },
    ...wrong,
  ];
}

function good(text: string): Finding {
  return { code: 'QDRANT', severity: 'ok', text };
}

/** What the vectors are, what gecko noted of them, and what its embedder makes have to be one size. */
function dimension(name: string, { dimensions, made }: QdrantCollection): Finding[] {
  if (made !== null && made.model === null) return [];
  const size = dimensions.dense ?? dimensions[''];
  const wanted = contract.dimension;
  if (size === wanted && (made === null || made.dimension === wanted)) return [];
  const words =
    size === undefined ? 'no vectors that gecko can search' : `vectors of ${size} dimensions`;
  return [
    {
      code: 'COLLECTION_DIMENSION',
      severity: 'problem',
      text: `The collection ${name} has ${words}; gecko's embedder makes ${wanted}`,
      consequence:
        made === null
          ? 'It cannot be searched by meaning, and was not made by gecko: nothing is written to it'
          : 'It is searched by words alone, and nothing can be added',
      fix:
        made === null
          ? {
              what: 'ingest the documents into a collection of another name (key corpus.collection)',
              command: 'gecko ingest PATH --collection NAME',
            }
          : { what: 'make the vectors anew', command: 'gecko corpus reindex' },
    },
  ];
}

function indexing(name: string, { status, failure }: QdrantCollection): Finding[] {
  if (status === 'green' && failure === null) return [];
  if (status === 'yellow' && failure === null)
    return [
      {
        code: 'QDRANT_INDEXING',
        severity: 'note',
        text: `Qdrant is indexing ${name} just now: searches are slower meanwhile`,
      },
    ];
  const isBroken = status === 'red' || failure !== null;
  return [
    {
      code: 'QDRANT_INDEXING',
      severity: isBroken ? 'problem' : 'warning',
      text: isBroken
        ? `Qdrant could not index ${name} (status ${status})`
        : `Qdrant has not indexed all of ${name}, and waits for the next write (status ${status})`,
      consequence: isBroken
        ? 'Searches are slow, and documents may be missing from them'
        : 'Searches are slower',
      ...(failure === null ? {} : { evidence: [failure.slice(0, 300)] }),
      fix: {
        what: isBroken
          ? 'see what it says (gecko logs --tail 100 qdrant), give its disk room, then'
          : 'wait, or',
        command: 'gecko restart qdrant',
      },
    },
  ];
}
