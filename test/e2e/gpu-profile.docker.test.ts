import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oneCard } from './one-card.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** A machine whose driver answers and whose engine lists the runtime, and yet passes no card on. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('a GPU that a real engine refuses (row 51)', () => {
  let gecko: StackSandbox;
  let env: { PATH: string };
  beforeAll(async () => {
    gecko = await openStack('card');
    env = oneCard(gecko.home);
  });
  afterAll(() => gecko?.close());
  const objects = async () => {
    const { containers, networks, volumes } = await gecko.engine.snapshot(gecko.project);
    return [...containers, ...networks, ...volumes].map(({ name }) => name);
  };

  it('is tried in the plan', async () => {
    const { code, stdout, stderr } = await gecko.run(['up', '--auto-gpu', '--dry-run'], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/container\.try card-ollama-1 +the engine has to pass the GPU on/);
    expect(stderr).toContain('Profile gpu-nvidia: NVIDIA GeForce RTX 4090');
  });

  it('ends the command that asks for it, before anything is made', async () => {
    const { code, stderr } = await gecko.run(['up', '--profile', 'gpu-nvidia'], { env });
    expect(code).toBe(21);
    expect(stderr).toContain('could not select device driver "nvidia" with capabilities: [[gpu]]');
    expect(stderr).toContain(
      'sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker',
    );
    expect(await objects()).toEqual([]);
  });

  it('is left for the processor by --auto-gpu, which says why', async () => {
    const { code, stderr } = await gecko.run(['up', '--auto-gpu'], { env });
    expect(stderr).toMatch(/Profile cpu: .*does not pass the GPU on: could not select/);
    expect(stderr).toMatch(/Not gpu-nvidia: .*nvidia-ctk runtime configure/);
    expect(code).toBe(0);
    expect(await gecko.names()).toEqual(['ollama-1', 'qa-1', 'qdrant-1', 'rag-1', 'web-1']);
    const again = await gecko.run(['up', '--auto-gpu', '--json'], { env });
    expect(JSON.parse(again.stdout)).toMatchObject({ profile: 'cpu', changed: false });
  });

  it('touches nothing of what runs when it is asked for and refused', async () => {
    const ids = async () =>
      (await gecko.engine.snapshot(gecko.project)).containers.map(({ id }) => id);
    const before = await ids();
    expect((await gecko.run(['up', '--profile', 'gpu-nvidia'], { env })).code).toBe(21);
    expect(await ids()).toEqual(before);
  });
});
