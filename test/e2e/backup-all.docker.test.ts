import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** Models and configuration of a stack in containers, backed up and brought back. Ollama is the stand-in. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('the backup of models', () => {
  let gecko: StackSandbox;
  let repository: string;
  const made = () => (existsSync(repository) ? readdirSync(join(repository, 'manifests')) : []);
  const backup = (...args: string[]) => gecko.ok('backup', ...args, '--to', repository);

  beforeAll(async () => {
    gecko = await openStack('backm');
    repository = join(gecko.home, 'backups');
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    await gecko.ok('up');
    await gecko.ok('model', 'pull', 'llama3', 'llama3.2:1b');
    await gecko.ok('ingest', 'pump.md');
  });
  afterAll(() => gecko?.close());

  it('stores each file of each model once', async () => {
    const { backup: first } = await backup('ollama');
    expect(first).toMatchObject({ store: null, models: ['llama3.2:1b', 'llama3:latest'] });
    const [name = ''] = made();
    const { files } = JSON.parse(readFileSync(join(repository, 'manifests', name), 'utf8'));
    const paths = files.map(({ path }: { path: string }) => path.replace(/[0-9a-f]{64}/, 'SUM'));
    // Both have the same template.
    expect(paths).toEqual([
      'ollama/manifests/registry.ollama.ai/library/llama3.2/1b',
      'ollama/manifests/registry.ollama.ai/library/llama3/latest',
      ...Array.from({ length: 5 }, () => 'ollama/blobs/sha256-SUM'),
    ]);
  });
});
