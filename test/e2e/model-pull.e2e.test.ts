import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOllamaServer } from '../fakes/ollama-server.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

/** The built gecko and the models of an Ollama on the host: the stand-in, which proves the protocol. */
describe('models of Ollama', () => {
  let gecko: Sandbox;
  let server: Server;
  let folder: string;
  let env: Record<string, string>;
  const run = (...args: string[]) => gecko.run(args, { env });
  const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout);

  beforeEach(async () => {
    gecko = await openSandbox();
    folder = mkdtempSync(join(tmpdir(), 'gecko-ollama-'));
    const pull = { pieces: 50, apart: 20 };
    server = createOllamaServer({ folder, registry: ['llama3', 'phi4-mini'], pull });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    env = { GECKO_GENERATOR_KIND: 'auto', OLLAMA_HOST: `127.0.0.1:${port}` };
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await gecko.close();
    rmSync(folder, { recursive: true });
  });

  it('are pulled, listed, shown and removed', async () => {
    const pulled = await run('model', 'pull', 'llama3');
    expect(pulled).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^llama3: 47\.7 MiB, in the Ollama of http:\/\/127\.0\.0\.1:\d+\n/,
      ),
      stderr: expect.stringMatching(/llama3: [\d.]+ of 47\.7 MiB \(\d+ %\)/),
    });
    expect(await json('model', 'list')).toMatchObject({
      ollama: {
        models: [{ name: 'llama3:latest', chosen: true, contextTokens: 8192, loaded: null }],
      },
    });
    expect((await run('model', 'show', 'llama3')).stdout).toMatch(
      /licence +A LICENCE\nneeds +about/,
    );
    expect(await run('model', 'rm', 'llama3')).toMatchObject({ code: 5 });
    expect(await run('model', 'rm', 'llama3', '--yes')).toMatchObject({ code: 0 });
    expect(await json('model', 'list')).toMatchObject({ ollama: { models: [] } });
  });

  it('that do not exist end one of several, with the exit code of the worst', async () => {
    const { code, stdout, stderr } = await run('model', 'pull', 'nope', 'phi4-mini');
    expect(code).toBe(1);
    expect(stdout).toMatch(/nope: not pulled[\s\S]*phi4-mini: 47\.7 MiB/);
    expect(stderr).toContain('The registry has no model of that name');
  });

  it('that are under way stay resumable after Ctrl-C, which ends with 130 and says so (row 9)', async () => {
    const pulling = gecko.start(['model', 'pull', 'llama3'], { env });
    await pulling.said(/of 47\.7 MiB/);
    pulling.child.kill('SIGINT');
    expect(await pulling.ended).toMatchObject({
      code: 130,
      stderr: expect.stringContaining(
        'What has come of llama3 stays; gecko model pull llama3 goes on there.',
      ),
    });
    expect(await run('model', 'pull', 'llama3')).toMatchObject({ code: 0 });
  });

  it('are recommended by what fits, without any network', async () => {
    const { models, best } = await json('model', 'recommend', '--offline');
    expect(models.length).toBeGreaterThan(10);
    expect(models.filter(({ isBest }: { isBest: boolean }) => isBest)).toHaveLength(best ? 1 : 0);
    for (const { needs, why } of models) {
      expect(needs.total).toBeGreaterThan(needs.weights);
      expect(why).not.toBe('');
    }
  });
});
