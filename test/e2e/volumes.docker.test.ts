import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tarOfFiles } from '../../src/engine/execute/tar-of-files.ts';
import { HELD, withVolume } from '../../src/engine/execute/with-volume.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** Volumes that were there before gecko, as the stack has left them that it grew from. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('a volume that the user names', () => {
  let gecko: StackSandbox;
  const old = 'old_qdrant_storage';
  beforeAll(async () => {
    gecko = await openStack('named');
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    gecko.configure(`volumes: { qdrant_storage: { name: ${old} } }`);
  });
  afterAll(async () => {
    await gecko?.close();
    await gecko?.engine.removeVolume(old);
  });

  it('has to be there', async () => {
    const { code, stderr } = await gecko.run(['up']);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`docker volume create ${old}`),
    });
    expect(await gecko.engine.volume(old)).toBeNull();
  });

  it('is given to its service once that is confirmed, and stays at the end', async () => {
    const { engine } = gecko;
    await engine.createVolume(old, {});
    const signal = new AbortController().signal;
    const file = { name: 'aliases/data.json', content: '{}' };
    await withVolume(engine, { name: old, image: 'gecko-test/nginx:1', labels: {} }, (container) =>
      engine.putArchive(container, HELD, tarOfFiles([file], '0:0'), signal),
    );
    const { code, stderr } = await gecko.run(['up']);
    expect({ code, stderr }).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(/belongs to user 0, and qdrant works as 1000:1000/),
    });
    await gecko.ok('up', '--yes');
    expect(await gecko.ok('ingest', 'pump.md')).toMatchObject({ added: 1 });
    expect(await gecko.ok('up')).toMatchObject({ changed: false });
    await gecko.ok('down');
    // Nothing mounts it now, and it is the service's: nobody is asked again.
    await gecko.ok('up');
    await gecko.ok('down', '--volumes', '--yes');
    expect(await engine.volume(old)).not.toBeNull();
  });
});
