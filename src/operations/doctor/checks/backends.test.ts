import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import { backends } from './backends.ts';

let project: ExaminedProject;
beforeEach(async () => {
  project = await examinedProject();
  await project.up();
});
afterEach(() => project.remove());

const all = ['store', 'embedder', 'generator', 'corpus'] as const;
type Name = (typeof all)[number];

/** Each is well but for this one. */
function but(name: Name | null, state: 'degraded' | 'failed', detail = 'of a test'): void {
  project.rag.readyAnswer = {
    ready: state !== 'failed',
    dependencies: all.map((one) => ({ name: one, state: one === name ? state : 'ok', detail })),
  };
}

describe('backends', () => {
  it('is content where both have all that they need', async () => {
    but(null, 'failed');
    expect(await project.examine(backends)).toEqual([
      { code: 'BACKENDS', severity: 'ok', text: 'rag and qa answer' },
    ]);
  });

  it.each(all)('names the dependency that fails, and what to do: %s', async (name) => {
    but(name, 'failed', 'it said no');
    expect(await project.examine(backends)).toMatchObject([
      {},
      {
        code: 'DEPENDENCY_FAILED',
        severity: 'problem',
        text: `rag and qa: the ${name} fails: it said no`,
        fix: { what: expect.stringMatching(/\w/) },
      },
    ]);
  });

  it('tells once what fails with the store, and how its folder comes back', async () => {
    const failed = { state: 'failed' as const, detail: 'it said no' };
    project.rag.readyAnswer = {
      ready: false,
      dependencies: [
        { name: 'store', ...failed },
        { name: 'corpus', ...failed },
      ],
    };
    const { supervisor, signal, paths } = project.runtime;
    await supervisor.ensure(signal);
    const { store } = paths.project;
    expect(await project.examine(backends, 'embedded')).toMatchObject([
      {},
      {
        text: 'rag and qa: the store fails: it said no',
        fix: {
          what: expect.stringContaining(store),
          command: 'gecko restore qdrant latest',
        },
      },
    ]);
  });

  it('warns of less than there should be, where that was not asked for', async () => {
    but('generator', 'degraded', 'no language model');
    expect(await project.examine(backends)).toMatchObject([
      {},
      { code: 'DEPENDENCY_DEGRADED', severity: 'warning' },
    ]);
    project.runtime.config.generator.kind = 'extractive';
    expect(await project.examine(backends)).toMatchObject([{ severity: 'ok' }]);
  });

  it.each([
    ['PROJECT_MISMATCH', 'PROJECT_MISMATCH'],
    ['CONTRACT_MISMATCH', 'CONTRACT_MISMATCH'],
    ['UNAUTHORIZED', 'BACKEND_FAILED'],
    ['DEADLINE', 'BACKEND_FAILED'],
  ])('says that one does not answer as ours: %s', async (thrown, code) => {
    project.rag.client.ready = async () => {
      throw new GeckoError(thrown, 'of a test', { exitCode: exitCodes.failure });
    };
    expect(await project.examine(backends)).toMatchObject([{ code }, { code }]);
  });

  it('tells services of another version, and brings them to this one', async () => {
    Object.assign(project.runtime, { version: '9.0.0' });
    expect(await project.examine(backends)).toMatchObject([
      {},
      {
        code: 'BACKEND_OTHER',
        severity: 'warning',
        fix: { command: 'gecko up --force-recreate --no-deps rag qa' },
      },
    ]);
  });

  it('cannot look where one does not run', async () => {
    project.docker.fake.crash('gecko-qa-1', 1);
    expect(await project.examine(backends)).toBe('qa does not run');
    // They would only wait for it.
    project.docker.fake.crash('gecko-qdrant-1', 1);
    expect(await project.examine(backends)).toBe('qdrant does not run');
  });

  it('looks at the embedded ones, too', async () => {
    expect(await project.examine(backends, 'embedded')).toBe('The embedded services do not run');
    await project.runtime.supervisor.ensure(project.runtime.signal);
    expect(await project.examine(backends, 'embedded')).toMatchObject([{ severity: 'ok' }]);
  });
});
