import { documentId } from '@gecko/core/ingest/identity';

const source = 'steady';
const documents = 5;
const collection = 'corpus_gecko3';

export interface SteadyWriter {
  /** Number of the version that was written last. */
  readonly written: number;
  /** Resolves when the write under way has ended. @throws what a write was refused with */
  stop(): Promise<void>;
}

/** Writes five documents in turn, version after version, without a pause. Resolves when all are there. */
export async function startSteadyWriter(url: string, token: string): Promise<SteadyWriter> {
  let written = 0;
  let goesOn = true;
  const write = async (version: number) => {
    const path = pathOf(version % documents);
    const query = new URLSearchParams({ source, path });
    const answer = await fetch(`${url}/corpus/documents/${idOf(path)}?${query}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
      body: `# Version\n\nThe pump has version ${version}.\n`,
    });
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    written = version;
  };
  for (let version = 0; version < documents; version += 1) await write(version);
  const writing = (async () => {
    while (goesOn) await write(written + 1);
  })();
  // Told where it is stopped.
  writing.catch(() => {});
  return {
    get written() {
      return written;
    },
    async stop() {
      goesOn = false;
      await writing;
    },
  };
}

/**
 * The versions that the corpus has, in order. They are a state that existed where they follow each other
 * without a gap: the writer replaces the oldest each time.
 */
export async function steadyVersions(url: string, token: string): Promise<number[]> {
  const headers = { authorization: `Bearer ${token}` };
  const found = await Promise.all(
    Array.from({ length: documents }, async (_, number) => {
      const answer = await fetch(`${url}/corpus/documents/${idOf(pathOf(number))}`, { headers });
      const { text } = (await answer.json()) as { text: string };
      return Number(/version (\d+)/.exec(text)?.[1]);
    }),
  );
  return found.sort((a, b) => a - b);
}

/** Five versions without a gap, the last of them this one. */
export function stateAt(last: number): number[] {
  return Array.from({ length: documents }, (_, at) => last - documents + 1 + at);
}

function pathOf(number: number): string {
  return `${number}.md`;
}

function idOf(path: string): string {
  return documentId(collection, source, path);
}
