import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

const memory = 512 * 2 ** 20;

/** The same stack on an engine with root, without it, or with remapped users (rows 45, 48). */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('an engine of whichever kind', () => {
  let gecko: StackSandbox;
  let folder: string;
  beforeAll(async () => {
    gecko = await openStack('kinds');
    folder = join(gecko.home, 'manual');
    mkdirSync(folder);
    writeFileSync(join(folder, 'pump.txt'), 'The pump is painted dark green.\n');
    // Users with other ids outside have to find the way to it.
    chmodSync(gecko.home, 0o711);
    gecko.configure(
      `services: { rag: { mounts: ["${folder}:/manual:ro"], limits: { memory: "${memory}" } } }`,
    );
  });
  afterAll(() => gecko?.close());

  it('brings up what is mounted and limited, and says what it does otherwise', async () => {
    const { rootless, usernsRemap, canLimit } = gecko.engine.info;
    const { notes } = await gecko.ok('up');
    const expected = [
      ...(canLimit.memory ? [] : [/^The engine cannot limit memory.*Delegate/]),
      ...(rootless ? [/^The engine runs without root: .*\/manual \(rag\)/] : []),
      ...(usernsRemap ? [/userns-remap.*\/manual \(rag\)/] : []),
    ];
    expect(notes).toEqual(expected.map((words) => expect.stringMatching(words)));
    const { stdout } = await gecko.run(['exec', 'rag', 'cat', '/manual/pump.txt']);
    expect(stdout).toBe('The pump is painted dark green.\n');
    const id = (await gecko.engine.container('kinds-rag-1'))?.id ?? '';
    const { memoryLimit } = await gecko.engine.stats(id, new AbortController().signal);
    expect(memoryLimit === memory).toBe(canLimit.memory);
    expect(await gecko.ok('up')).toMatchObject({ changed: false });
  });

  it('is told by doctor as what it is', async () => {
    const { rootless, usernsRemap, canLimit, cgroup } = gecko.engine.info;
    const { document } = await gecko.json(['doctor', '--only', 'engine-mode']);
    const [check] = document.checks as { findings: { code: string }[] }[];
    const expected = [
      ...(rootless ? ['ENGINE_ROOTLESS'] : []),
      ...(usernsRemap ? ['ENGINE_USERNS'] : []),
      ...(cgroup === 1 ? ['ENGINE_CGROUP1'] : []),
      ...(canLimit.memory && canLimit.cpus ? [] : ['ENGINE_UNLIMITED']),
    ];
    const found = check?.findings.map(({ code }) => code);
    expect(found).toEqual(expected.length > 0 ? expected : ['ENGINE_MODE']);
  });

  it('without root names the port that it may not have, and the door comes back', async () => {
    if (!gecko.engine.info.rootless) return;
    const { code, stderr } = await gecko.run(['up'], { env: { GECKO_PORTS_WEB: '80' } });
    expect({ code, stderr }).toMatchObject({
      code: 21,
      stderr: expect.stringMatching(/port 80\b/),
    });
    await gecko.ok('up');
    const { services } = await gecko.ok('status');
    expect((services as { state: string }[]).every(({ state }) => state === 'running')).toBe(true);
  });
});
