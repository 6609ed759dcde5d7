import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localVolumeTool } from '../../../../test/fakes/local-volume-tool.ts';
import { ollamaModels } from '../../../../test/fakes/ollama-models.ts';
import { Damage } from '../../../archive/repository/damage.ts';
import type { Manifest, ManifestFile } from '../../../archive/repository/manifest.ts';
import type { BackupSource } from '../../../archive/repository/source.ts';
import { bringModels } from './bring-models.ts';
import { savedModels } from './saved-models.ts';

/** From the folder of one Ollama into that of another. */
describe('models that are brought into a volume', () => {
  let from: string;
  let to: string;
  beforeEach(() => {
    from = mkdtempSync(join(tmpdir(), 'gecko-from-'));
    to = mkdtempSync(join(tmpdir(), 'gecko-to-'));
    ollamaModels(from).add('llama3');
  });
  afterEach(() => {
    for (const folder of [from, to]) rmSync(folder, { recursive: true });
  });

  const names = () =>
    ollamaModels(to)
      .list()
      .map(({ name }) => name);
  const listing = {
    models: async () =>
      ollamaModels(to)
        .list()
        .map((model) => ({ ...model, bytes: model.size, parameterSize: '', quantisation: '' })),
  };
  /** Another version of the model is there. */
  const another = () => {
    ollamaModels(to).add('llama3');
    const manifest = join(to, 'models/manifests/registry.ollama.ai/library/llama3/latest');
    const before = `${readFileSync(manifest, 'utf8')} `;
    writeFileSync(manifest, before);
    return { manifest, before };
  };
  const bring = async (
    source: BackupSource,
    ollama: typeof listing = listing,
    { stop = new AbortController(), ran = (_script: string) => {} } = {},
  ) => {
    const { signal } = stop;
    const tell = ([, , script = '']: readonly string[]) => ran(script);
    const tools = {
      tool: localVolumeTool(to, tell, signal),
      undisturbed: localVolumeTool(to, tell),
    };
    const { models, blobs } = await savedModels(source);
    let told = 0;
    const onSent = (bytes: number) => {
      told += bytes;
    };
    const input = { source, models, blobs, onSent };
    const sent = await bringModels(input, tools, { ollama, signal });
    expect(told).toBe(sent);
    return sent;
  };

  it('are listed then, with all their files, and not sent twice', async () => {
    const source = sourceOf(from);
    expect(await bring(source)).toBeGreaterThan(50_000_000);
    expect(ollamaModels(to).list()).toEqual(ollamaModels(from).list());
    expect(await bring(source)).toBe(0);
  });

  it('take the place of files that were damaged', async () => {
    const source = sourceOf(from);
    await bring(source);
    const [small = ''] = smallest(to);
    writeFileSync(small, readFileSync(small, 'utf8').replace('Prompt', 'prompt'));
    expect(await bring(source)).toBeLessThan(1_000);
  });

  it('leave what was there where Ollama does not list them', async () => {
    const { manifest, before } = another();
    const none = { models: async () => [] };
    await expect(bring(sourceOf(from), none)).rejects.toMatchObject({
      code: 'MODEL_NOT_LISTED',
      message: expect.stringContaining('llama3:latest'),
    });
    expect(readFileSync(manifest, 'utf8')).toBe(before);
    expect(names()).toEqual(['llama3:latest']);
  });

  it('leave what was there where it is interrupted, as they are put in their place too', async () => {
    const { manifest, before } = another();
    for (const moment of ['mv -f', null]) {
      const stop = new AbortController();
      const ran = (script: string) => {
        if (moment !== null && script.includes(moment)) stop.abort(new Error('Ctrl-C'));
      };
      const ollama = {
        async models() {
          stop.abort(new Error('Ctrl-C'));
          stop.signal.throwIfAborted();
          return [];
        },
      };
      await expect(bring(sourceOf(from), ollama, { stop, ran })).rejects.toThrow('Ctrl-C');
      expect(readFileSync(manifest, 'utf8')).toBe(before);
    }
  });

  it('are not shown where the backup turns out to be damaged on its way', async () => {
    const source = sourceOf(from);
    const damaged: BackupSource = {
      ...source,
      async *read(file) {
        for await (const bytes of source.read(file)) {
          if (file.path.includes('/blobs/')) throw new Damage('the blob is damaged');
          yield bytes;
        }
      },
    };
    await expect(bring(damaged)).rejects.toMatchObject({ code: 'BACKUP_DAMAGED', exitCode: 25 });
    expect(names()).toEqual([]);
  });

  it('are refused where a file is not what its name says, or is missing', async () => {
    const source = sourceOf(from);
    const { files } = source.manifest;
    const changed = (change: (file: ManifestFile) => ManifestFile[]): BackupSource => ({
      ...source,
      manifest: { ...source.manifest, files: files.flatMap(change) },
    });
    const isBlob = ({ path }: ManifestFile) => path.startsWith('ollama/blobs/');
    const others = changed((one) => [isBlob(one) ? { ...one, sha256: 'a'.repeat(64) } : one]);
    const without = changed((one) => (isBlob(one) ? [] : [one]));
    const elsewhere = changed((one) => [
      isBlob(one) ? one : { ...one, path: 'ollama/manifests/a/b/c/d/e' },
    ]);
    for (const one of [others, without, elsewhere])
      await expect(bring(one)).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
    expect(readdirSync(to)).toEqual([]);
  });
});

/** A backup that has what the folder of an Ollama has. */
function sourceOf(folder: string): BackupSource {
  const models = join(folder, 'models');
  const paths = readdirSync(models, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(models.length + 1));
  const files = paths.map((path) => {
    const content = readFileSync(join(models, path));
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { path: `ollama/${path}`, size: content.length, sha256, pieces: [] };
  });
  return {
    name: folder,
    provenBy: null,
    manifest: { id: '1a2b3c4d', files } as unknown as Manifest,
    verify: async () => [],
    async *read({ sha256 }) {
      const file = files.find((one) => one.sha256 === sha256);
      yield readFileSync(join(models, file?.path.slice('ollama/'.length) ?? ''));
    },
  };
}

/** Files of models, the template first. */
function smallest(folder: string): string[] {
  const blobs = join(folder, 'models', 'blobs');
  return readdirSync(blobs)
    .map((name) => join(blobs, name))
    .sort((a, b) => readFileSync(a).length - readFileSync(b).length);
}
