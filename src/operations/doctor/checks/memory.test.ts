import { afterEach, expect, it } from 'vitest';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { memory } from './memory.ts';

const gib = 2 ** 30;
let project: ExaminedProject;
afterEach(() => project.remove());

/** llama3, of that size. */
async function withModel(bytes: number, more: Partial<{ memory: number }> = {}): Promise<void> {
  project = await examinedProject({ info: more });
  await project.up();
  project.docker.ollama.loaded.clear();
  const model = project.docker.ollama.has.get('llama3:latest');
  if (model) model.bytes = bytes;
}

it('passes a model that fits, with both figures', async () => {
  await withModel(4 * gib);
  expect(await project.examine(memory)).toMatchObject([
    {
      severity: 'ok',
      text: "llama3 needs about 4.79 GiB, and the engine's machine has 32.0 GiB of memory",
    },
  ]);
});

it('is a problem where the machine has less', async () => {
  await withModel(40 * gib);
  expect(await project.short(memory)).toEqual(['problem MEMORY_SHORT']);
});

it('is a problem where its container may have less, naming the key', async () => {
  project = await examinedProject();
  project.runtime.config.services.ollama.limits.memory = 2 * gib;
  project.runtime.config.services.rag.limits.memory = gib / 4;
  await project.up();
  project.docker.ollama.loaded.clear();
  const model = project.docker.ollama.has.get('llama3:latest');
  if (model) model.bytes = 4 * gib;
  expect(await project.examine(memory)).toMatchObject([
    { code: 'MEMORY_SHORT', text: expect.stringContaining('limits.memory allows 2.00 GiB') },
    { code: 'LIMIT_SMALL', severity: 'warning', text: expect.stringContaining('gecko-rag-1') },
  ]);
});

it('counts what is loaded as Ollama does, less what lies on a card', async () => {
  await withModel(40 * gib);
  const [bytes, deviceBytes] = [41 * gib, 40 * gib];
  const loaded = { name: 'llama3:latest', bytes, deviceBytes, contextTokens: 4096, expires: '' };
  project.docker.ollama.loaded.set('llama3:latest', loaded);
  expect(await project.examine(memory)).toMatchObject([
    { severity: 'ok', text: expect.stringContaining('needs about 1.00 GiB') },
  ]);
});

it('says of a model that is not there that its need is not known', async () => {
  project = await examinedProject();
  await project.up();
  project.docker.ollama.has.clear();
  expect(await project.examine(memory)).toMatchObject([
    { severity: 'ok', consequence: expect.stringContaining('not known before it is there') },
  ]);
});

it('looks at this machine in the embedded runtime', async () => {
  project = await examinedProject();
  await project.runtime.hostOllama.pull('llama3', () => {}, new AbortController().signal);
  const model = project.runtime.hostOllama.has.get('llama3:latest');
  if (model) model.bytes = 20 * gib;
  expect(await project.examine(memory, 'embedded')).toMatchObject([
    { code: 'MEMORY_SHORT', text: expect.stringContaining('this machine has 16.0 GiB') },
  ]);
});
