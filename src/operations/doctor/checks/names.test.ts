import { afterEach, expect, it } from 'vitest';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { names } from './names.ts';

let project: ExaminedProject;
let ways: Record<string, object>;
afterEach(() => project.remove());

/** What Node.js in a container says of each way. */
const machine = {
  imagePrograms: {
    node: ([, , ...urls]: readonly string[]) =>
      JSON.stringify(urls.map((url) => ways[new URL(url).hostname])),
  },
};
const there = { step: 'answered', status: 200 };
async function go(changes: Record<string, object>) {
  ways = { qdrant: there, ollama: there, ...changes };
  return project.examine(names);
}

it('passes where both are reached from inside', async () => {
  project = await examinedProject({ machine });
  await project.up();
  expect(await go({})).toMatchObject([
    { severity: 'ok', text: 'rag finds and reaches qdrant and ollama' },
  ]);
});

it.each([
  [
    { step: 'resolve', detail: 'ENOTFOUND' },
    'NAME_UNKNOWN',
    'gecko up --force-recreate --no-deps qdrant',
  ],
  [
    { step: 'connect', detail: 'ECONNREFUSED', address: '172.18.0.3' },
    'NAME_UNREACHED',
    'gecko restart qdrant',
  ],
  [{ step: 'http', detail: 'no answer' }, 'NAME_SILENT', 'gecko restart qdrant'],
])('names the step that failed: %j', async (qdrant, code, command) => {
  project = await examinedProject({ machine });
  await project.up();
  expect(await go({ qdrant })).toMatchObject([{ code, severity: 'problem', fix: { command } }]);
});

it('starts what is stopped, and looks from qa where rag does not run', async () => {
  project = await examinedProject({ machine });
  await project.up();
  project.docker.fake.crash('gecko-qdrant-1', 1);
  project.docker.fake.crash('gecko-rag-1', 1);
  expect(await go({ qdrant: { step: 'resolve', detail: 'ENOTFOUND' } })).toMatchObject([
    { text: expect.stringMatching(/^qa asks/), fix: { command: 'gecko start qdrant' } },
  ]);
  project.docker.fake.crash('gecko-qa-1', 1);
  expect(await go({})).toContain('neither runs');
});

it('names the Ollama of the machine where the door does not reach it', async () => {
  project = await examinedProject({ machine });
  await project.up();
  await project.docker.fake.removeContainer('gecko-ollama-1', { force: true });
  const found = await go({ ollama: { step: 'answered', status: 502 } });
  expect(found).toMatchObject([
    { code: 'OLLAMA_UNREACHED', text: expect.stringContaining("engine's machine") },
  ]);
});
