import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putTar } from '../../src/engine/execute/put-tar.ts';
import { tarOfFiles } from '../../src/engine/execute/tar-of-files.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** What doctor says of a stack on a real engine, and what its fixes do there. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('doctor on a real engine', () => {
  let gecko: StackSandbox;
  beforeAll(async () => {
    gecko = await openStack('patient');
    const text = '# Pump\n\nThe zeppelinfarbige Kreiselpumpe is painted dark green.\n';
    writeFileSync(join(gecko.home, 'kreiselpumpe.md'), text);
    await gecko.ok('up', '--auto-gpu');
    await gecko.ok('ingest', 'kreiselpumpe.md');
  });
  afterAll(() => gecko?.close());

  const doctor = async (...args: string[]) => {
    const { code, document } = await gecko.json(['doctor', ...args]);
    const { checks } = document as {
      checks: { id: string; state: string; reason?: string; findings: { code: string }[] }[];
    };
    const codes = checks.flatMap(({ findings }) => findings.map((finding) => finding.code));
    return { code, checks, codes };
  };

  it('is content with a stack that is well', async () => {
    const { code, checks } = await doctor();
    const wrong = checks.filter(({ state }) => state === 'problem');
    expect({ code, wrong }).toEqual({ code: 0, wrong: [] });
    const own = ['services', 'door', 'backends', 'qdrant', 'weights', 'ollama', 'corpus', 'answer'];
    for (const id of own)
      expect(checks.find((one) => one.id === id)).toMatchObject({
        findings: expect.arrayContaining([expect.objectContaining({ severity: 'ok' })]),
      });
  });

  it('names what is stopped, what follows and the command, and starts it', async () => {
    await gecko.ok('stop', 'qdrant');
    const { code, stdout } = await gecko.run(['doctor']);
    expect(code).toBe(4);
    expect(stdout).toContain('qdrant does not run (patient-qdrant-1)');
    expect(stdout).toContain('Nothing is found in the documents');
    expect(stdout).toContain('gecko start qdrant');
    expect((await doctor('--fix', '--yes')).code).toBe(0);
    expect((await doctor('--only', 'services')).code).toBe(0);
  });

  it('makes a container that was removed', async () => {
    await gecko.engine.removeContainer('patient-rag-1', { force: true });
    expect(await doctor()).toMatchObject({
      code: 4,
      codes: expect.arrayContaining(['SERVICE_MISSING']),
    });
    expect((await doctor('--fix', '--yes')).code).toBe(0);
    expect(await gecko.names()).toContain('rag-1');
  });

  it('sees that a file of the weights was damaged, and puts it there anew', async () => {
    const { signal } = new AbortController();
    const volume = { name: 'patient_models', image: 'gecko-test/busybox:1', labels: {} };
    const damaged = tarOfFiles([{ name: 'model.onnx', content: 'not a model' }], null);
    await putTar(gecko.engine, volume, damaged, signal);
    expect(await doctor('--only', 'weights')).toMatchObject({
      code: 4,
      codes: ['WEIGHTS_CORRUPT'],
    });
    expect((await doctor('--only', 'weights', '--fix', '--yes')).code).toBe(0);
    expect((await doctor()).code).toBe(0);
  });

  it('misses a model that was deleted, and pulls it', async () => {
    const headers = { authorization: `Bearer ${gecko.state('token')?.trim()}` };
    const url = `http://127.0.0.1:${gecko.ports.ollama}/api/delete`;
    const body = JSON.stringify({ model: 'llama3' });
    expect((await fetch(url, { method: 'DELETE', headers, body })).status).toBe(200);
    expect(await doctor('--only', 'ollama')).toMatchObject({ code: 4, codes: ['MODEL_MISSING'] });
    expect((await doctor('--only', 'ollama', '--fix', '--yes')).code).toBe(0);
  });

  it('sees that Qdrant has another key, and makes it anew with the one that is meant', async () => {
    const path = join(gecko.home, 'gecko', 'state', 'projects', 'patient', 'qdrant-key');
    writeFileSync(path, 'anotherKeyThanTheOneOfTheContainer1234567890', { mode: 0o600 });
    expect(await doctor('--only', 'qdrant')).toMatchObject({ code: 4, codes: ['QDRANT_KEY'] });
    expect((await doctor('--fix', '--yes')).code).toBe(0);
  });

  it('sees a collection of 768 dimensions', async () => {
    const headers = {
      'api-key': gecko.state('qdrant-key') ?? '',
      'content-type': 'application/json',
    };
    const made = await fetch(`http://127.0.0.1:${gecko.ports.qdrant}/collections/large`, {
      ...{ method: 'PUT', headers },
      body: JSON.stringify({ vectors: { size: 768, distance: 'Cosine' } }),
    });
    expect(made.status).toBe(200);
    gecko.configure('corpus: { collection: large }');
    const { code, stdout } = await gecko.run(['doctor', '--only', 'qdrant']);
    gecko.configure();
    expect({ code, stdout }).toMatchObject({
      code: 4,
      stdout: expect.stringContaining('vectors of 768 dimensions'),
    });
  });

  it('makes an archive of it all without a secret, a question or a document', async () => {
    await gecko.ok('ask', 'Who is the zeppelinfarbige manager of that?');
    const file = join(gecko.home, 'bundle.tar.gz');
    expect(await gecko.run(['support-bundle', '--to', file])).toMatchObject({ code: 5 });
    const { missing } = await gecko.ok('support-bundle', '--yes', '--to', file);
    expect(missing).toEqual([]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const whole = gunzipSync(readFileSync(file)).toString();
    expect(whole).toContain('patient-qdrant-1');
    const secrets = [gecko.state('token'), gecko.state('qdrant-key')].map((one) => one?.trim());
    for (const gone of [...secrets, 'zeppelinfarbige', 'Kreiselpumpe', gecko.home]) {
      expect(gone?.length).toBeGreaterThan(3);
      expect(whole.includes(gone ?? ''), gone).toBe(false);
    }
  });
});
