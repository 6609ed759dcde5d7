import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeDocker, fakeDocker } from '../../../test/fakes/fake-docker.ts';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { identify, type ProcessIdentity } from '../../state/process-identity.ts';
import { composeExport } from './export-compose.ts';

let home: string;
let to: string;
let runtime: FakeRuntime;
let docker: FakeDocker;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-export-'));
  to = join(home, 'deployments', 'one');
  runtime = await fakeRuntime(home, new FakeRag());
  docker = fakeDocker();
  // No engine, and nobody who looks at hardware.
  runtime.docker = async () => ({
    ...docker,
    engine: async () => Promise.reject(new Error('no engine')),
    host: async () => Promise.reject(new Error('no look at the hardware')),
  });
});
afterEach(() => rmSync(home, { recursive: true }));

const defaults = { force: false, weights: true };
const write = (changes: Partial<typeof defaults> = {}) =>
  composeExport({ to, ...defaults, ...changes }, runtime);
const read = (path: string) => readFileSync(join(to, path), 'utf8');
const modeOf = (path: string) => statSync(join(to, path)).mode & 0o777;

/** As an export leaves it that ends half-way. */
function leaveStaging(folder: string, name: string, by: ProcessIdentity): void {
  const staging = join(folder, `.gecko-export-${name}`);
  mkdirSync(join(staging, 'files', 'config'), { recursive: true });
  writeFileSync(join(staging, 'by.json'), JSON.stringify(by));
  writeFileSync(join(staging, 'files', 'config', 'token'), 'secret', { mode: 0o600 });
}

describe('an export', () => {
  it('needs no engine, and looks at no hardware', async () => {
    const { json } = await write();
    expect(json).toMatchObject({ folder: to, profiles: ['cpu', 'gpu-nvidia', 'gpu-amd'] });
    expect(read('compose.yaml')).toContain('name: gecko\n');
    expect(read('image/Dockerfile')).toBe('FROM scratch\n');
  });

  it('leaves nothing beside its folder', async () => {
    await write();
    expect(readdirSync(join(home, 'deployments'))).toEqual(['one']);
    await write();
    expect(readdirSync(to).toSorted()).toEqual([
      '.env.example',
      '.gitignore',
      'compose.yaml',
      'config',
      'gecko-export.json',
      'image',
      'init',
      'weights',
    ]);
  });

  it('has keys of its own, which it shows nobody', async () => {
    const report = await write();
    const [token, key] = [read('config/rag/token'), read('config/rag/qdrant-key')];
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(key).not.toBe(token);
    expect(read('config/web/nginx.conf')).toBe(`of ${token}`);
    for (const path of ['rag/token', 'rag/qdrant-key', 'qdrant/qdrant.yaml', 'web/nginx.conf'])
      expect(modeOf(`config/${path}`)).toBe(0o600);
    expect(modeOf('compose.yaml')).toBe(0o644);
    const told = JSON.stringify([report.json, report.text(runtime.ui.style), runtime.ui.events]);
    for (const secret of [token, key]) {
      expect(told).not.toContain(secret);
      expect(read('compose.yaml') + read('gecko-export.json')).not.toContain(secret);
    }
    expect(existsSync(runtime.paths.project.token)).toBe(false);
  });

  it('keeps its keys and its identity when it is made again', async () => {
    await write();
    const before = [
      read('config/rag/token'),
      read('config/qdrant/qdrant.yaml'),
      read('compose.yaml'),
    ];
    await write();
    expect([
      read('config/rag/token'),
      read('config/qdrant/qdrant.yaml'),
      read('compose.yaml'),
    ]).toEqual(before);
  });

  it('follows the configuration, and leaves alone what is not its own', async () => {
    await write();
    writeFileSync(join(to, '.env'), 'GECKO_PORTS_WEB=1\n');
    writeFileSync(join(to, 'compose.override.yaml'), 'services: {}\n');
    runtime.config.model = 'mistral';
    await write();
    expect(read('compose.yaml')).toContain('GECKO_MODEL:-mistral');
    expect(read('.env')).toBe('GECKO_PORTS_WEB=1\n');
    expect(read('compose.override.yaml')).toBe('services: {}\n');
  });

  it('refuses to replace what no export has written, before it changes anything', async () => {
    mkdirSync(to, { recursive: true });
    writeFileSync(join(to, 'compose.yaml'), 'services: {}\n');
    writeFileSync(join(to, 'README.md'), 'mine\n');
    await expect(write()).rejects.toMatchObject({
      code: 'EXPORT_IN_THE_WAY',
      exitCode: 22,
      details: { files: ['compose.yaml'] },
    });
    expect(readdirSync(to).toSorted()).toEqual(['README.md', 'compose.yaml']);
    await write({ force: true });
    expect(read('compose.yaml')).toContain('name: gecko\n');
    expect(read('README.md')).toBe('mine\n');
  });

  it('refuses to replace a file of its own that was changed, and a link in its place', async () => {
    await write();
    writeFileSync(join(to, 'compose.yaml'), `${read('compose.yaml')}# mine\n`);
    rmSync(join(to, 'init/put.sh'));
    symlinkSync('/etc/hostname', join(to, 'init/put.sh'));
    await expect(write()).rejects.toMatchObject({
      details: { files: ['compose.yaml', 'init/put.sh'] },
    });
  });

  it('takes nothing for its own where the secrets are gone, as in a clone', async () => {
    await write();
    rmSync(join(to, 'config/rag/token'));
    runtime.config.model = 'mistral';
    await expect(write()).rejects.toMatchObject({ code: 'EXPORT_IN_THE_WAY' });
    await write({ force: true });
    expect(read('config/rag/token')).toMatch(/^[\w-]{43}$/);
  });

  it('removes what is no longer part of it', async () => {
    runtime.config.services.rag.env = { LOG_LEVEL: 'debug' };
    await write();
    expect(read('config/rag.env')).toBe("LOG_LEVEL='debug'\n");
    runtime.config.services.rag.env = {};
    await write();
    expect(existsSync(join(to, 'config/rag.env'))).toBe(false);
  });

  it('goes on where an earlier one was interrupted', async () => {
    await write();
    const marks = read('gecko-export.json');
    runtime.config.model = 'mistral';
    await write();
    // As after an end between the files and the marks.
    writeFileSync(join(to, 'gecko-export.json'), marks);
    await write();
    expect(read('gecko-export.json')).not.toBe(marks);
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const aborted = { ...runtime, signal: AbortSignal.abort(new Error('interrupted')) };
    await expect(composeExport({ to, ...defaults }, aborted)).rejects.toThrow('interrupted');
    expect(readdirSync(join(home, 'deployments'))).toEqual([]);
  });

  it('removes what a killed one has left at its place, and nothing else', async () => {
    const beside = join(home, 'deployments');
    const dead = { ...identify(process.pid), startTime: '0' };
    leaveStaging(beside, 'a', dead);
    leaveStaging(beside, 'b', identify(process.pid));
    leaveStaging(beside, 'c', { ...dead, bootId: 'b', machine: 'another' });
    mkdirSync(join(beside, '.gecko-export-mine'));
    await write();
    const kept = ['.gecko-export-b', '.gecko-export-c', '.gecko-export-mine', 'one'];
    expect(readdirSync(beside).toSorted()).toEqual(kept);
    const before = readdirSync(to);
    leaveStaging(to, 'd', dead);
    await write();
    expect(readdirSync(to)).toEqual(before);
  });

  it('carries the weights along where they can be had', async () => {
    const model = join(home, 'model.onnx');
    writeFileSync(model, 'weights');
    docker.weights = async () => ({ model, tokenizer: model, sha256: '' });
    await write();
    expect(read('weights/model.onnx')).toBe('weights');
    expect(read('weights/tokenizer.json')).toBe('weights');
    await write({ weights: false });
    expect(existsSync(join(to, 'weights/model.onnx'))).toBe(false);
  });

  it.skipIf(process.platform !== 'linux').each([
    ['/proc/one', 'PATH_UNUSABLE', '/proc'],
    ['/sys/one', 'PERMISSION', '/sys'],
  ])(
    'says that nothing can be written to %s, before anything is fetched',
    async (place, code, at) => {
      docker.weights = () => Promise.reject(new Error('fetched'));
      await expect(composeExport({ to: place, ...defaults }, runtime)).rejects.toMatchObject({
        code,
        message: expect.stringMatching(new RegExp(`: ${at}$`)),
      });
    },
  );

  it('says that it needs a folder', async () => {
    await expect(composeExport({ to: undefined, ...defaults }, runtime)).rejects.toMatchObject({
      code: 'USAGE',
      exitCode: 2,
    });
  });
});
