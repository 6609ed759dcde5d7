import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { ServiceError } from '../contract/errors.ts';
import { fileHash } from '../embed/file-hash.ts';

/** What is kept beside a model's file. */
const Manifest = z.object({
  schemaVersion: z.literal(1),
  sha256: z.string(),
  bytes: z.int(),
  /** Where it came from: a package, an address, a path. */
  source: z.string(),
  pulledAt: z.string(),
});

/** A GGUF file in gecko's data folder. */
export interface InstalledModel extends z.infer<typeof Manifest> {
  name: string;
  file: string;
}

/** What a name of a model may be; it is a file's name, too. */
export const modelName = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** The first bytes of the format (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). */
const MAGIC = 'GGUF';

/** The models of a folder. A file without its manifest is not complete and is not there. */
export interface ModelFolder {
  /** The last that was pulled first. */
  list(): Promise<InstalledModel[]>;
  /** Where a download of this name is written, also to go on with it later. */
  partial(name: string): Promise<string>;
  /**
   * Takes the downloaded file over.
   * @param sha256 that it must have; null where nobody knows it
   * @throws ServiceError INTEGRITY: another file than that, or no GGUF file
   */
  accept(name: string, known: { sha256: string | null; source: string }): Promise<InstalledModel>;
  /** @returns false where there was none */
  remove(name: string): Promise<boolean>;
}

export function openModelFolder(folder: string, now: () => number): ModelFolder {
  const fileOf = (name: string) => join(folder, `${name}.gguf`);
  const manifestOf = (name: string) => join(folder, `${name}.json`);
  return {
    async list() {
      const names = await readdir(folder).catch(() => []);
      const found = await Promise.all(
        names.filter((name) => name.endsWith('.json')).map((name) => read(name.slice(0, -5))),
      );
      return found
        .filter((model) => model !== null)
        .sort((a, b) => (a.pulledAt < b.pulledAt ? 1 : -1));
    },
    async partial(name) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return `${fileOf(name)}.partial`;
    },
    async accept(name, { sha256: wanted, source }) {
      const partial = `${fileOf(name)}.partial`;
      const sha256 = (await fileHash(partial)) ?? '';
      if (wanted !== null && sha256 !== wanted)
        throw await refused(partial, `its sha256 is ${sha256}, and should be ${wanted}`);
      if ((await firstBytes(partial)) !== MAGIC) throw await refused(partial, 'it is no GGUF file');
      const { size: bytes } = await stat(partial);
      await rename(partial, fileOf(name));
      const pulledAt = new Date(now()).toISOString();
      const manifest = { schemaVersion: 1 as const, sha256, bytes, source, pulledAt };
      await writeFileAtomic(manifestOf(name), `${JSON.stringify(manifest, null, 2)}\n`);
      return { name, file: fileOf(name), ...manifest };
    },
    async remove(name) {
      const there = (await read(name)) !== null;
      // First what makes it count.
      for (const file of [manifestOf(name), fileOf(name), `${fileOf(name)}.partial`])
        await rm(file, { force: true });
      return there;
    },
  };

  async function read(name: string): Promise<InstalledModel | null> {
    if (!modelName.test(name)) return null;
    try {
      const manifest = Manifest.parse(JSON.parse(await readFile(manifestOf(name), 'utf8')));
      const { size } = await stat(fileOf(name));
      return size === manifest.bytes ? { name, file: fileOf(name), ...manifest } : null;
    } catch {
      // Something else than what `accept` leaves: pulling it again mends it.
      return null;
    }
  }
}

async function firstBytes(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** What was refused is not gone on with. */
async function refused(partial: string, reason: string): Promise<ServiceError> {
  await rm(partial, { force: true });
  return new ServiceError('INTEGRITY', `the file was not taken: ${reason}`);
}
