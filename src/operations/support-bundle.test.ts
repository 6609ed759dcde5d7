import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Parser } from 'tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ExaminedProject, examinedProject } from '../../test/fakes/examined-project.ts';
import { fakeDocker, stackImages } from '../../test/fakes/fake-docker.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { ensureFolder } from '../state/atomic-file.ts';
import { writeRoots } from '../state/roots.ts';
import { readToken } from '../state/token.ts';
import { supportBundle } from './support-bundle.ts';

let folder: string;
let project: ExaminedProject;
let file: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-bundle-'));
  file = join(folder, 'bundle.tar.gz');
  project = await examinedProject();
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  project.remove();
});

/** Files by name, without the folder that they lie in. */
async function unpacked(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const parser = new Parser({
    onReadEntry(entry) {
      const name = entry.path.replace(/^gecko-support-gecko\//, '');
      const parts: Buffer[] = [];
      entry.on('data', (part) => parts.push(part));
      entry.on('end', () => {
        if (entry.type === 'File') files[name] = Buffer.concat(parts).toString();
      });
    },
  });
  const done = new Promise<void>((resolve) => parser.on('end', resolve));
  parser.end(gunzipSync(readFileSync(file)));
  await done;
  return files;
}

/** In every log of the stack. */
function saying(...says: string[]): void {
  const behaviour = { health: { healthyAfter: 0 }, says };
  const images = Object.keys(stackImages).map((name) => [name, { behaviour }] as const);
  const docker = fakeDocker(Object.fromEntries(images));
  Object.assign(project.runtime, { docker: async () => docker });
}

const planted = {
  key: 'sk-planted-generator-key-1234',
  variable: 'planted-variable-of-rag',
  proxy: 'planted-proxy-password',
  url: 'planted-url-password',
  question: 'planted question about salaries',
  document: 'planted-contract.pdf',
  folder: '/srv/planted-client',
  host: 'planted-host.example',
  person: 'planted-person',
};

function plantIntoConfig(): void {
  const { config } = project.runtime;
  const origin = { kind: 'environment', name: 'GECKO_X' } as const;
  const entries = [
    ...config.entries,
    { key: 'generator.key', value: planted.key, secret: true, origin },
    {
      key: 'services.rag.env',
      value: { LOGIN: planted.variable, LOG: 'debug' },
      secret: true,
      origin,
    },
    {
      key: 'generator.url',
      value: `https://a:${planted.url}@${planted.host}/v1`,
      secret: false,
      origin,
    },
  ];
  const httpProxy = `http://ann:${planted.proxy}@127.0.0.1:3128`;
  Object.assign(config, { entries, outbound: { ...config.outbound, httpProxy } });
}

describe('a support bundle', () => {
  it('has everything that tells how the project is, for its user alone', async () => {
    await project.up();
    const { json } = await supportBundle(file, project.runtime);
    expect(json).toMatchObject({ written: true, file, missing: [] });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Object.keys(await unpacked())).toEqual([
      ...['configuration.json', 'doctor.json', 'doctor.txt', 'engine.json'],
      ...['gecko-ollama-1', 'gecko-qa-1', 'gecko-qdrant-1', 'gecko-rag-1', 'gecko-web-1'].map(
        (name) => `logs/${name}.log`,
      ),
      ...['logs/journal.ndjson', 'missing.json', 'observed.json', 'plan.txt', 'versions.json'],
    ]);
    expect(readdirSync(folder)).toEqual(['bundle.tar.gz']);
  });

  it('has no secret that is planted in configuration, environment, logs, labels or state', async () => {
    plantIntoConfig();
    await project.up();
    const { token, qdrantKey, roots } = project.runtime.paths.project;
    const secrets = [readToken(token), readToken(qdrantKey)].filter((one) => one !== null);
    expect(secrets).toHaveLength(2);
    saying(
      ...secrets.map((secret) => `refused ${secret} and ${encodeURIComponent(secret)}`),
      `via http://ann:${planted.proxy}@127.0.0.1:3128, key ${planted.key}, ${planted.variable}`,
      `GET http://${planted.host}/login?code=planted-code`,
      `level=debug msg="completion request" prompt="${planted.question}"`,
      `{"question":"${planted.question}","path":"${planted.document}"}`,
      `a parser failed for ${planted.document} in ${planted.folder}`,
      `client ${planted.person}@${planted.host} 203.0.113.77 on ${hostname()} at ${homedir()}/x`,
    );
    await writeRoots(roots, { planted: planted.folder });
    project.rag.keep('docs', planted.document, Buffer.from('planted text'));
    await project.up();
    await supportBundle(file, project.runtime);
    const files = await unpacked();
    const whole = Object.entries(files).flat().join('\n');
    expect(files['logs/gecko-rag-1.log']).toContain('level=debug msg="completion request"');
    const { host, person, ...others } = planted;
    for (const gone of [...Object.values(others), ...secrets, host, person])
      expect(whole).not.toContain(gone);
    for (const gone of ['planted-code', '203.0.113.77', 'planted text', 'test@'])
      expect(whole).not.toContain(gone);
    expect(whole).not.toMatch(new RegExp(`\\b${hostname()}\\b`));
    if (homedir() !== '/') expect(whole).not.toContain(`${homedir()}/x`);
  });

  it('lists its contents before it asks, and writes nothing where that is declined', async () => {
    await project.up();
    project.runtime.ui.answer = false;
    const { json } = await supportBundle(file, project.runtime);
    expect(json).toMatchObject({ written: false });
    expect(existsSync(file)).toBe(false);
    expect(project.runtime.ui.questions).toEqual([
      expect.stringMatching(/^Write .*bundle\.tar\.gz/),
    ]);
    expect(project.runtime.ui.events).toContainEqual({
      type: 'note',
      text: expect.stringMatching(/doctor\.json +\d/),
    });
  });

  it('says that a folder is not there before it looks at anything', async () => {
    const nowhere = join(file, '..', 'nowhere', 'bundle.tar.gz');
    await expect(supportBundle(nowhere, project.runtime)).rejects.toMatchObject({
      code: 'PATH_UNUSABLE',
      message: expect.stringContaining('There is no folder'),
    });
    expect(project.runtime.ui.events).toEqual([]);
  });

  it('replaces nothing', async () => {
    writeFileSync(file, 'of value');
    await expect(supportBundle(file, project.runtime)).rejects.toMatchObject({
      code: 'BUNDLE_IN_THE_WAY',
      exitCode: exitCodes.conflict,
    });
    expect(readFileSync(file, 'utf8')).toBe('of value');
  });

  it('is made where the engine is away, and says what is missing', async () => {
    await project.up();
    Object.assign(project.runtime, {
      docker: async () => {
        throw new GeckoError('ENGINE_UNREACHABLE', 'no engine answers', {
          exitCode: exitCodes.engine,
        });
      },
    });
    const { json } = await supportBundle(file, project.runtime);
    expect(json.missing).toContainEqual({
      what: 'engine',
      reason: 'ENGINE_UNREACHABLE: no engine answers',
    });
    expect(await unpacked()).toMatchObject({
      'doctor.json': expect.stringContaining('ENGINE_UNREACHABLE'),
      'missing.json': expect.stringContaining('logs of the containers'),
    });
  });

  it('is made of the embedded runtime, with its log', async () => {
    const { log, folder: state } = project.runtime.paths.project;
    ensureFolder(state);
    writeFileSync(log, '{"time":"2026-01-01T00:00:00Z","service":"rag","message":"ready"}\n');
    await supportBundle(file, project.runtime);
    expect(await unpacked()).toMatchObject({
      'logs/gecko.log': expect.stringContaining('"ready"'),
      'versions.json': expect.stringContaining('embedded'),
    });
  });
});
