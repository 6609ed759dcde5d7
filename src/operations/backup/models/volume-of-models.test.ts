import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localVolumeTool } from '../../../../test/fakes/local-volume-tool.ts';
import { ollamaModels } from '../../../../test/fakes/ollama-models.ts';
import { tarEnd, tarEntry } from '../../../engine/execute/tar-entry.ts';
import type { VolumeTool } from '../../../engine/execute/volume-tool.ts';
import { listedModels } from './listed-models.ts';
import { readBlobs } from './read-blobs.ts';
import { stagedModels } from './staged-models.ts';

/** The scripts that run in a volume of Ollama, by the GNU programs of this machine. */
describe('a volume of models', () => {
  let folder: string;
  let tool: VolumeTool;
  let ran: number;
  const models = () => ollamaModels(folder);
  const at = (...names: string[]) => join(folder, 'models', ...names);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gecko-volume-'));
    ran = 0;
    tool = localVolumeTool(folder, () => {
      ran += 1;
    });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('has nothing where it is new', async () => {
    expect(await listedModels(tool)).toEqual({ models: [], unreadable: [], blobs: new Map() });
  });

  it('is listed by one program, without what is half fetched or cannot be read', async () => {
    models().add('llama3');
    models().add('someone/own:1b');
    writeFileSync(at('blobs', `sha256-${'c'.repeat(64)}-partial`), 'half');
    const broken = at('manifests', 'registry.ollama.ai', 'library', 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'latest'), '{');
    const listed = await listedModels(tool);
    expect(ran).toBe(1);
    expect(listed.models.map(({ name, blobs }) => [name, blobs.length])).toEqual([
      ['llama3:latest', 3],
      ['someone/own:1b', 3],
    ]);
    expect(listed.unreadable).toEqual(['registry.ollama.ai/library/broken/latest']);
    expect(listed.blobs.size).toBe(5);
    for (const [sum, size] of listed.blobs)
      expect(statSync(at('blobs', `sha256-${sum}`)).size).toBe(size);
  });

  it('gives many files by one program, each as it is', async () => {
    const texts = Array.from({ length: 40 }, (_, n) => `${n}`.repeat(n * 5_000));
    mkdirSync(at('blobs'), { recursive: true });
    const sums = texts.map(put);
    const stream = readBlobs(tool, sums);
    for (const text of texts) {
      const parts: Buffer[] = [];
      for await (const part of stream.take(text.length)) parts.push(part);
      expect(Buffer.concat(parts).toString()).toBe(text);
    }
    await stream.close();
    expect(ran).toBe(1);
  });

  it('says that bytes were lost on their way, and not that a file is damaged', async () => {
    mkdirSync(at('blobs'), { recursive: true });
    const stream = readBlobs(tool, [put('all of it')]);
    await expect(async () => {
      for await (const _ of stream.take(20));
    }).rejects.toThrow(/Only 9 of 20 bytes/);
  });

  it('takes models in beside those that it has, and puts them in their place', async () => {
    models().add('llama3');
    const staged = stagedModels(tool);
    const { owner, free } = await staged.begin();
    const { uid, gid } = statSync(folder);
    expect(owner).toBe(`${uid}:${gid}`);
    expect(free).toBeGreaterThan(0);
    const path = 'hf.co/someone/own/latest';
    await staged.fill(tarOf({ [`manifests/${path}`]: '{}', [blob('new')]: 'new' }));
    expect(existsSync(at(blob('new')))).toBe(false);
    expect(await staged.soundIn('.gecko-restore/blobs', [sumOf('new')])).toEqual(
      new Set([sumOf('new')]),
    );
    await staged.commit({ owner, needed: [sumOf('new')], paths: [path] });
    await staged.remove();
    expect(readFileSync(at('manifests', path), 'utf8')).toBe('{}');
    // Ollama removes old files that no manifest names when it starts.
    expect(Date.now() - statSync(at(blob('new'))).mtimeMs).toBeLessThan(60_000);
    expect(readdirSync(at()).sort()).toEqual(['blobs', 'manifests']);
    expect(existsSync(at('manifests', 'registry.ollama.ai', 'library', 'llama3', 'latest'))).toBe(
      true,
    );
  });

  it('knows which files are what their names say', async () => {
    mkdirSync(at('blobs'), { recursive: true });
    const sums = ['one', 'two'].map(put);
    writeFileSync(at(blob('two')), 'owt');
    const staged = stagedModels(tool);
    expect(await staged.soundIn('blobs', sums)).toEqual(new Set([sumOf('one')]));
    expect(await staged.soundIn('blobs', [])).toEqual(new Set());
  });

  it('shows no model of which a file went away', async () => {
    const staged = stagedModels(tool);
    const { owner } = await staged.begin();
    const path = 'registry.ollama.ai/library/own/latest';
    await staged.fill(tarOf({ [`manifests/${path}`]: '{}' }));
    const commit = staged.commit({ owner, needed: [sumOf('gone')], paths: [path] });
    await expect(commit).rejects.toThrow(/went away/);
    expect(existsSync(at('manifests', path))).toBe(false);
  });

  it('brings back the manifests that were there before', async () => {
    models().add('llama3');
    const [old, added] = ['llama3', 'own'].map((one) => `registry.ollama.ai/library/${one}/latest`);
    const paths = [old ?? '', added ?? ''];
    const before = readFileSync(at('manifests', paths[0] ?? ''), 'utf8');
    const staged = stagedModels(tool);
    const { owner } = await staged.begin();
    await staged.fill(tarOf(Object.fromEntries(paths.map((one) => [`manifests/${one}`, '{}']))));
    await staged.commit({ owner, needed: [], paths });
    expect(readFileSync(at('manifests', paths[0] ?? ''), 'utf8')).toBe('{}');
    await staged.undo(paths);
    await staged.remove();
    expect(readFileSync(at('manifests', paths[0] ?? ''), 'utf8')).toBe(before);
    expect(existsSync(at('manifests', paths[1] ?? ''))).toBe(false);
  });

  it('brings them back, and leaves the others, where it failed half-way', async () => {
    models().add('llama3');
    models().add('own');
    const pathOf = (name: string) => `registry.ollama.ai/library/${name}/latest`;
    const read = () =>
      ['llama3', 'own'].map((name) => readFileSync(at('manifests', pathOf(name)), 'utf8'));
    const before = read();
    const staged = stagedModels(tool);
    const { owner } = await staged.begin();
    const given = Object.fromEntries(
      ['llama3', 'own'].map((name) => [`manifests/${pathOf(name)}`, '{}']),
    );
    await staged.fill(tarOf(given));
    const paths = ['llama3', 'missing', 'own'].map(pathOf);
    await expect(staged.commit({ owner, needed: [], paths })).rejects.toThrow();
    expect(read()).toEqual(['{}', before[1]]);
    await staged.undo(paths);
    expect(read()).toEqual(before);
  });

  it('begins anew where another restore was killed', async () => {
    const staged = stagedModels(tool);
    await staged.begin();
    await staged.fill(tarOf({ [blob('left')]: 'left' }));
    const { owner } = await staged.begin();
    await staged.commit({ owner, needed: [], paths: [] });
    await staged.remove();
    expect(readdirSync(at('blobs'))).toEqual([]);
  });

  function put(text: string): string {
    writeFileSync(at(blob(text)), text);
    return sumOf(text);
  }
});

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function blob(text: string): string {
  return `blobs/sha256-${sumOf(text)}`;
}

function tarOf(files: Readonly<Record<string, string>>): Readable {
  const entries = Object.entries(files).map(([path, text]) =>
    tarEntry({ path, type: 'File', mode: 0o644, uid: 0, gid: 0 }, Buffer.from(text)),
  );
  return Readable.from([Buffer.concat([...entries, tarEnd])]);
}
