import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { stackImages } from '../../../../test/fakes/fake-docker.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import { ownBackends } from './own-backends.ts';

const own = { behaviour: { health: { healthyAfter: 0 }, says: ['mine'] } };
let project: ExaminedProject;
beforeEach(async () => {
  project = await examinedProject({}, { ...stackImages, 'mine:1': own });
  project.runtime.config.services.rag.image = 'mine:1';
  project.rag.answer = [{ event: 'token', data: { text: 'Of pumps.' } }];
});
afterEach(() => project.remove());

it("asks nothing where both are gecko's own, or where it does not run", async () => {
  expect(await project.examine(ownBackends)).toBe('web does not run');
  project.runtime.config.services.rag.image = undefined;
  expect(await project.examine(ownBackends)).toBe("Both backends are gecko's own");
});

it('is content with one that answers', async () => {
  await project.up();
  expect(await project.examine(ownBackends)).toMatchObject([
    { severity: 'ok', text: 'rag, your own, answers POST /ask' },
  ]);
});

it('names what one lacks that answers otherwise', async () => {
  await project.up();
  project.rag.failing = new GeckoError('BACKEND_ANSWER', 'it gave no answer in `answer`', {
    exitCode: exitCodes.failure,
  });
  expect(await project.short(ownBackends)).toEqual(['problem OWN_BACKEND_ASK']);
});

it('notes that one has no path for its health', async () => {
  await project.up();
  project.docker.sick.add('gecko-rag-1');
  expect(await project.short(ownBackends)).toEqual(['note OWN_BACKEND_HEALTH', 'ok OWN_BACKEND']);
});
