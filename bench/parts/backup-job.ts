import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { archiveSource } from '../../src/archive/file/archive-source.ts';
import { packArchive } from '../../src/archive/file/pack-archive.ts';
import { surveyArchive } from '../../src/archive/file/survey-archive.ts';
import { writeArchive } from '../../src/archive/file/write-archive.ts';
import { inOrder } from '../../src/archive/in-order.ts';
import { cutPieces } from '../../src/archive/repository/cut-pieces.ts';
import { folderPlace } from '../../src/archive/repository/folder-place.ts';
import { knownBlobs } from '../../src/archive/repository/known-blobs.ts';
import { listBackups } from '../../src/archive/repository/list-backups.ts';
import type { Manifest } from '../../src/archive/repository/manifest.ts';
import { PIECE_SIZE } from '../../src/archive/repository/piece-size.ts';
import { pieceSum } from '../../src/archive/repository/piece-sum.ts';
import { repositorySource } from '../../src/archive/repository/repository-source.ts';
import type { BackupSource } from '../../src/archive/repository/source.ts';
import { writeManifest } from '../../src/archive/repository/write-manifest.ts';
import { storedBlobs } from '../../src/operations/backup/models/stored-blobs.ts';
import { storeAll } from '../../src/operations/backup/store-all.ts';

const signal = new AbortController().signal;
const nothing = () => {};

/**
 * Backs a folder up as the product does with its files, without a corpus around them. A file of a model, whose
 * name is its sum, is not read where an earlier backup has it.
 */
async function save(folder: string, repository: string): Promise<Manifest> {
  const place = folderPlace(repository);
  await place.clean(Date.now());
  const before = await listBackups(place);
  const stored = storedBlobs(before, await knownBlobs(place));
  const waiting = filesOf(folder).map((path) => ({
    path: relative(folder, path),
    size: statSync(path).size,
    read: () => createReadStream(path, { highWaterMark: PIECE_SIZE }),
    earlier: stored.get(/sha256-(\w+)$/.exec(path)?.[1] ?? ''),
  }));
  const { files } = await storeAll(waiting, place, { signal, ui: { event: nothing } as never });
  const rest = { store: null, models: null, volumes: [], configuration: false };
  const content = { version: '0', project: 'bench', label: null, ...rest, files };
  return writeManifest(place, content, { before, now: Date.now() });
}

/** Verifies a backup, then writes its files into a folder, as the product does with an archive. */
async function verifyAndFill(source: BackupSource, folder: string): Promise<void> {
  const problems = await source.verify(nothing, signal);
  if (problems.length > 0) throw new Error(problems.join());
  await fill(source, folder);
}

/** Writes the files of a backup into a folder, proven on their way, as the product does with what is in a repository. */
async function fill(source: BackupSource, folder: string): Promise<void> {
  for (const file of source.manifest.files) {
    const path = join(folder, file.path);
    mkdirSync(dirname(path), { recursive: true });
    await pipeline(source.read(file), createWriteStream(path));
  }
}

async function newest(repository: string): Promise<Manifest> {
  const content = (await listBackups(folderPlace(repository))).at(-1)?.content;
  if (content === undefined || 'problem' in content) throw new Error('no backup');
  return content;
}

/** Does one thing with each piece of a folder's files, on all cores: nothing that does so too can be faster. */
async function each(folder: string, work: (piece: Buffer) => Promise<unknown>): Promise<void> {
  for (const path of filesOf(folder)) {
    const pieces = cutPieces(createReadStream(path, { highWaterMark: PIECE_SIZE }));
    for await (const _ of inOrder(pieces, work));
  }
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

const gzipped = promisify(gzip);

const jobs: Record<string, (...args: string[]) => Promise<unknown>> = {
  save: (folder = '', repository = '') => save(folder, repository),
  async file(folder = '', repository = '', file = '') {
    const manifest = await save(folder, repository);
    const place = folderPlace(repository);
    const format = file.endsWith('gz') ? 'tar.gz' : 'tar.zst';
    const bytes = packArchive({ place, manifest, format, onRead: nothing, signal });
    await writeArchive(file, bytes);
  },
  async restore(repository = '', folder = '') {
    const place = folderPlace(repository);
    await fill(repositorySource(place, await newest(repository)), folder);
  },
  sums: (folder = '') => each(folder, pieceSum),
  /** Gzip at its fastest, by the frequencies of bytes alone. */
  gzip: (folder = '') =>
    each(folder, (piece) => gzipped(piece, { level: 1, strategy: constants.Z_HUFFMAN_ONLY })),
  async 'restore-file'(file = '', folder = '') {
    const survey = await surveyArchive(file, nothing, signal);
    if ('problem' in survey) throw new Error(survey.problem);
    const source = archiveSource(file, survey.manifest);
    await verifyAndFill({ ...source, verify: async () => survey.problems }, folder);
  },
};

/** Does one job of the bench `backup` in a process of its own, and prints its peak memory in bytes. */
export async function backupJob([name = '', ...args]: readonly string[]): Promise<void> {
  await jobs[name]?.(...args);
  const [, peak] = /^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  console.log(Number(peak) * 1024);
}
