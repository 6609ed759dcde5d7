import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { capturedFacts } from '../../../../test/fakes/captured-facts.ts';
import { plainUp } from '../../../../test/fakes/docker-up.ts';
import { dockerWithNvidia } from '../../../../test/fakes/engine-info.ts';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { fakeDocker, stackImages } from '../../../../test/fakes/fake-docker.ts';
import { aCollection } from '../../../../test/fakes/fake-qdrant-server.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import { dockerUp } from '../../docker/up.ts';
import { qdrant } from './qdrant.ts';

let project: ExaminedProject;
beforeEach(async () => {
  project = await examinedProject();
});
afterEach(() => project.remove());

const has = (changes: Parameters<typeof aCollection>[0] = {}) =>
  project.docker.qdrant.has.set('corpus_gecko3', aCollection(changes));

describe('qdrant', () => {
  beforeEach(() => project.up());

  it('is content with a collection that fits', async () => {
    has();
    expect(await project.examine(qdrant)).toMatchObject([
      { code: 'QDRANT', severity: 'ok', text: expect.stringContaining('12 chunks') },
    ]);
  });

  it('is content before the first ingest', async () => {
    expect(await project.examine(qdrant)).toMatchObject([
      { severity: 'ok', text: expect.stringContaining('not there yet') },
    ]);
  });

  it('is alarmed where Qdrant answers without its key', async () => {
    has();
    project.docker.qdrant.isOpen = true;
    const found = await project.examine(qdrant);
    expect(found).toContainEqual(
      expect.objectContaining({ code: 'QDRANT_OPEN', severity: 'problem' }),
    );
    expect(JSON.stringify(found)).not.toContain('to nobody');
  });

  it('says that the key is another, and makes the containers anew', async () => {
    project.docker.qdrant.hasOtherKey = true;
    expect(await project.examine(qdrant)).toMatchObject([{ code: 'QDRANT_KEY' }]);
    const before = await project.docker.fake.container('gecko-qdrant-1');
    await project.mend(qdrant, 'QDRANT_KEY');
    const after = await project.docker.fake.container('gecko-qdrant-1');
    expect(after?.id).not.toBe(before?.id);
  });

  it('leaves the others as the last up made them, whatever this machine has', async () => {
    const nvidia = { host: await capturedFacts('one NVIDIA card'), info: dockerWithNvidia };
    project.remove();
    project = await examinedProject(nvidia);
    await dockerUp({ ...plainUp, profile: 'cpu' }, project.runtime);
    project.docker.qdrant.hasOtherKey = true;
    const before = await project.docker.fake.container('gecko-ollama-1');
    await project.mend(qdrant, 'QDRANT_KEY');
    expect((await project.docker.fake.container('gecko-ollama-1'))?.id).toBe(before?.id);
  });

  it('makes those anew that have the key: where both backends are the own ones, also who takes documents in', async () => {
    project.docker.qdrant.hasOtherKey = true;
    const commands = async () => {
      const found = await project.examine(qdrant);
      return typeof found === 'string' ? found : found.map(({ fix }) => fix?.command);
    };
    expect(await commands()).toEqual(['gecko up --force-recreate --no-deps qdrant rag qa']);
    const { rag, qa } = project.runtime.config.services;
    rag.image = 'mine:1';
    qa.image = 'mine:2';
    expect(await commands()).toEqual(['gecko up --force-recreate --no-deps qdrant rag qa corpus']);
  });

  it('refuses a version that drops what gecko notes', async () => {
    project.docker.qdrant.versionIs = '1.15.4';
    expect(await project.examine(qdrant)).toMatchObject([{ code: 'STORE_UNSUPPORTED' }]);
  });

  it('says that it runs and does not answer', async () => {
    project.docker.qdrant.failure = new GeckoError('DEADLINE', 'silent for 5 s', {
      exitCode: exitCodes.timeout,
    });
    expect(await project.examine(qdrant)).toMatchObject([
      { code: 'QDRANT_SILENT', fix: { command: 'gecko restart qdrant' } },
    ]);
  });

  it("sees vectors of 768 dimensions, gecko's own and those of another program", async () => {
    has({ dimensions: { dense: 768 }, made: { model: 'all-mpnet-base-v2', dimension: 768 } });
    expect(await project.examine(qdrant)).toContainEqual(
      expect.objectContaining({
        code: 'COLLECTION_DIMENSION',
        text: expect.stringContaining('768 dimensions'),
        fix: expect.objectContaining({ command: 'gecko corpus reindex' }),
      }),
    );
    has({ dimensions: { '': 768 }, made: null });
    expect(await project.examine(qdrant)).toContainEqual(
      expect.objectContaining({
        code: 'COLLECTION_DIMENSION',
        consequence: expect.stringContaining('not made by gecko'),
      }),
    );
  });

  it.each([
    ['yellow', null, 'note'],
    ['grey', null, 'warning'],
    ['red', 'no space left on device', 'problem'],
  ] as const)('tells of an index that is %s', async (status, failure, severity) => {
    has({ status, failure });
    expect(await project.examine(qdrant)).toContainEqual(
      expect.objectContaining({ code: 'QDRANT_INDEXING', severity }),
    );
  });

  it('leaves it to the services where it does not run', async () => {
    project.docker.fake.crash('gecko-qdrant-1', 1);
    expect(await project.examine(qdrant)).toBe('qdrant does not run');
  });
});

describe('a Qdrant that has ended', () => {
  it.each([
    // Of a real Qdrant 1.18.3; the versions are those of a collection's files.
    '2026-11-26T09:18:19.232962Z ERROR qdrant::startup: Panic occurred in file lib/collection/src/collection/mod.rs at line 235: Collection version is greater than application version',
    '2026-11-26T09:18:25.371658Z ERROR qdrant::startup: Panic occurred in file lib/collection/src/collection/mod.rs at line 245: Cannot upgrade version 0.1.0 to 0.4.2. Try to use older version of Qdrant first.',
  ])('says that its storage is of another version: %s', async (said) => {
    const image = 'qdrant/qdrant:v1.18.3-unprivileged';
    const { runtime } = project;
    const other = fakeDocker({
      ...stackImages,
      [image]: { behaviour: { health: { healthyAfter: 0 }, says: [said] } },
    });
    Object.assign(runtime, { docker: async () => other });
    await project.up();
    other.fake.crash('gecko-qdrant-1', 101);
    expect(await project.examine(qdrant)).toMatchObject([
      { code: 'QDRANT_STORAGE', evidence: [said] },
    ]);
  });
});
