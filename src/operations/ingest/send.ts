import { createHash } from 'node:crypto';
import type { PlanResponse } from '@gecko/core/contract/corpus';
import { amount } from '../../amount.ts';
import type { RagClient } from '../../clients/rag.ts';
import { GeckoError } from '../../errors.ts';
import type { SourceFile } from './gather.ts';
import { isThere } from './is-there.ts';
import { readStable } from './read-stable.ts';
import { runLimited } from './run-limited.ts';
import { systemReason } from './system-reason.ts';
import { count, type Tally } from './tally.ts';

const pageSize = 1_000;
const sending = { concurrency: 64, weight: 16 * 2 ** 20 };
const hashing = { concurrency: 8, weight: 64 * 2 ** 20 };

/** Errors that concern one document; the others go on. Any further error ends the run. */
const ofOneDocument = new Set([
  'BAD_REQUEST',
  'BODY_TOO_LARGE',
  'DEADLINE',
  'DOCUMENT_EMPTY',
  'DOCUMENT_UNREADABLE',
  'INTERNAL',
  'UNSUPPORTED_MEDIA_TYPE',
]);

export interface SendInput {
  /** All files of the run by source/path. */
  files: ReadonlyMap<string, SourceFile>;
  client: RagClient;
  collection: string;
  /** Largest document in bytes. */
  limit: number;
  tally: Tally;
  signal: AbortSignal;
  /** Called for every file that is done with. */
  onDone(): void;
}

type PlannedFile = PlanResponse['files'][number];

/** Asks the backend what is new, page by page, and sends that. */
export async function sendFiles(input: SendInput): Promise<void> {
  /** Old paths that a rename took: of two copies of a file, one is the renamed one. */
  const taken = new Set<string>();
  for (const page of pagesOf(input.files.values())) await sendPage(page, taken, input);
}

/** At most 1,000 files of one source. */
function* pagesOf(files: Iterable<SourceFile>): Generator<SourceFile[]> {
  let page: SourceFile[] = [];
  for (const file of files) {
    const [first] = page;
    if (first && (page.length === pageSize || first.source !== file.source)) {
      yield page;
      page = [];
    }
    page.push(file);
  }
  if (page.length > 0) yield page;
}

async function sendPage(
  page: readonly SourceFile[],
  taken: Set<string>,
  input: SendInput,
): Promise<void> {
  const { client, collection, tally, signal } = input;
  const hashes = await hashAll(page, input);
  const [source] = page.map((file) => file.source);
  if (source === undefined || hashes.size === 0) return;
  const plan = await client.plan(
    {
      collection,
      source,
      files: [...hashes].map(([{ path }, sha256]) => ({ path, sha256 })),
    },
    signal,
  );
  const plans = new Map(plan.files.map((planned) => [planned.path, planned]));
  const changes = [...hashes.keys()].flatMap((file) => {
    const planned = plans.get(file.path);
    if (planned && planned.action !== 'unchanged') return [{ file, planned }];
    tally.unchanged += 1;
    input.onDone();
    return [];
  });
  await runLimited(
    changes,
    sending,
    ({ file }) => file.size,
    ({ file, planned }) => sendOne(file, planned, taken, input),
  );
}

/** The sha256 of each file's bytes; those that cannot be read go to the tally. */
async function hashAll(
  page: readonly SourceFile[],
  input: SendInput,
): Promise<Map<SourceFile, string>> {
  const hashes = new Map<SourceFile, string>();
  const one = (file: SourceFile) =>
    orFailed(file, input, async () => {
      input.signal.throwIfAborted();
      if (file.size > input.limit) throw new Error(tooLarge(file.size, input.limit));
      hashes.set(
        file,
        createHash('sha256')
          .update(await readStable(file.file))
          .digest('hex'),
      );
    });
  const weightOf = ({ size }: SourceFile) => (size > input.limit ? 0 : size);
  await runLimited(page, hashing, weightOf, async (file) => {
    if (!(await one(file))) input.onDone();
  });
  // In the order of the page, whichever was read first.
  return new Map(
    page.flatMap((file): [SourceFile, string][] => {
      const hash = hashes.get(file);
      return hash === undefined ? [] : [[file, hash]];
    }),
  );
}

async function sendOne(
  file: SourceFile,
  planned: PlannedFile,
  taken: Set<string>,
  input: SendInput,
): Promise<void> {
  const { client, collection, tally, signal } = input;
  const { source, path } = file;
  const document = { id: planned.id, collection, source, path };
  const from = renamedFrom(file, planned, taken, input.files);
  const sendBytes = async (replaces = {}) => {
    const bytes = await readStable(file.file);
    return client.put({ ...document, ...replaces, bytes }, signal);
  };
  const rename = (from: string) =>
    client.put({ ...document, from }, signal).catch((error: unknown) => {
      const code = error instanceof GeckoError ? error.code : '';
      if (code === 'CONTENT_NEEDED') return sendBytes({ from });
      // Somebody else removed it, or wrote this one, since the plan was made.
      if (code === 'DOCUMENT_MISSING' || code === 'DOCUMENT_EXISTS') return sendBytes();
      throw error;
    });
  await orFailed(file, input, async () => {
    count(tally, from === null ? await sendBytes() : await rename(from));
  });
  input.onDone();
}

/** The old path of a rename; null where that file is still there, which makes this one a copy. */
function renamedFrom(
  { source, root }: SourceFile,
  { action, from }: PlannedFile,
  taken: Set<string>,
  files: ReadonlyMap<string, SourceFile>,
): string | null {
  if (action !== 'rename' || from === undefined) return null;
  const name = `${source}/${from}`;
  if (taken.has(name) || files.has(name) || isThere(root, from)) return null;
  taken.add(name);
  return from;
}

/** Runs a step for a file; false where it failed for a reason that concerns this file alone. */
async function orFailed(
  { source, path }: SourceFile,
  { tally, signal }: SendInput,
  step: () => Promise<void>,
): Promise<boolean> {
  try {
    await step();
    return true;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof GeckoError && !ofOneDocument.has(error.code)) throw error;
    const reason = error instanceof GeckoError ? error.message : systemReason(error);
    tally.failed.push({ source: `${source}/${path}`, reason });
    return false;
  }
}

function tooLarge(size: number, limit: number): string {
  return `it has ${amount(size)}, more than limits.document allows (${amount(limit)})`;
}
