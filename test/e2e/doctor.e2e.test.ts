import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from './sandbox.ts';

/** Doctor and the support bundle in the embedded runtime. */
describe('doctor, embedded', () => {
  let gecko: Sandbox;
  beforeAll(async () => {
    gecko = await openSandbox();
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe zeppelin pump is dark green.\n');
  });
  afterAll(() => gecko?.close());

  it('says that nothing runs, and starts it', async () => {
    const { code, stdout } = await gecko.run(['doctor']);
    expect({ code, stdout }).toMatchObject({
      code: 4,
      stdout: expect.stringContaining('The embedded services do not run'),
    });
    expect(stdout).toContain('Bring the services up: gecko up');
    expect(await gecko.run(['doctor', '--fix', '--yes'])).toMatchObject({ code: 0 });
  });

  it('is content with what is well, and with an answer from end to end', async () => {
    await gecko.run(['ingest', 'pump.md']);
    const { code, document } = await gecko.json(['doctor']);
    const { checks } = document as { checks: { id: string; state: string }[] };
    expect({ code, wrong: checks.filter(({ state }) => state === 'problem') }).toEqual({
      code: 0,
      wrong: [],
    });
    // Without weights, retrieval is lexical, and doctor warns of that.
    const embeds = process.env.GECKO_TEST_WEIGHTS ? ['backends', 'weights', 'corpus'] : [];
    for (const id of ['services', 'door', 'answer', ...embeds])
      expect(checks).toContainEqual(expect.objectContaining({ id, state: 'ok' }));
    expect(checks).toContainEqual(expect.objectContaining({ id: 'qdrant', state: 'skipped' }));
  });

  it('makes an archive without the token and the document', async () => {
    const file = join(gecko.home, 'bundle.tar.gz');
    expect(await gecko.run(['support-bundle', '--yes', '--to', file])).toMatchObject({ code: 0 });
    const whole = gunzipSync(readFileSync(file)).toString();
    expect(whole).toContain('"runtime": "embedded"');
    for (const gone of [gecko.state('token')?.trim() ?? '?', 'zeppelin', gecko.home])
      expect(whole).not.toContain(gone);
  });
});
