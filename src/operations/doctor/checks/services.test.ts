import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { containerSpec } from '../../../../test/fakes/container-spec.ts';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { fakeDocker, stackImages } from '../../../../test/fakes/fake-docker.ts';
import type { Finding } from '../check.ts';
import { services } from './services.ts';

let project: ExaminedProject;
beforeEach(async () => {
  const says = ['"GET /secret-name HTTP/1.1" 502'];
  const sick = { behaviour: { health: 'unhealthy' as const, says } };
  project = await examinedProject({}, { ...stackImages, sick });
});
afterEach(() => project.remove());

describe('services', () => {
  it('is content where all run', async () => {
    await project.up();
    expect(await project.examine(services)).toEqual([
      { code: 'SERVICES', severity: 'ok', text: 'web, qdrant, ollama, rag, qa run' },
    ]);
  });

  it('says that nothing was started, and brings it up', async () => {
    expect(await project.examine(services)).toMatchObject([
      { code: 'NOT_STARTED', severity: 'problem', fix: { command: 'gecko up' } },
    ]);
    await project.mend(services, 'NOT_STARTED');
    expect(await project.examine(services)).toMatchObject([{ severity: 'ok' }]);
  });

  it('names what is stopped, what follows, and starts all of it at once', async () => {
    await project.up();
    project.docker.fake.crash('gecko-qdrant-1', 137);
    project.docker.fake.crash('gecko-qa-1', 0);
    expect(await project.examine(services)).toMatchObject([
      {
        code: 'SERVICE_STOPPED',
        text: 'qdrant does not run (gecko-qdrant-1)',
        consequence: expect.stringContaining('Nothing is found'),
        fix: { command: 'gecko start qdrant qa' },
      },
      { code: 'SERVICE_STOPPED', fix: { command: 'gecko start qdrant qa' } },
    ]);
    await project.mend(services, 'SERVICE_STOPPED');
    expect(await project.examine(services)).toMatchObject([{ severity: 'ok' }]);
  });

  it('tells all that is stopped at once, and starts it', async () => {
    await project.up();
    for (const name of ['web', 'qdrant', 'ollama', 'rag', 'qa'])
      project.docker.fake.crash(`gecko-${name}-1`, 0);
    expect(await project.examine(services)).toMatchObject([
      {
        code: 'SERVICE_STOPPED',
        text: 'Nothing of the project runs: web, qdrant, ollama, rag, qa are stopped',
        fix: { command: 'gecko start' },
      },
    ]);
    await project.mend(services, 'SERVICE_STOPPED');
    expect(await project.examine(services)).toMatchObject([{ severity: 'ok' }]);
  });

  it('starts nothing that only ends once more: why it does is what counts', async () => {
    const dies = { behaviour: { exits: { after: 0, code: 101 } } };
    const other = fakeDocker({ ...stackImages, dies });
    Object.assign(project.runtime, { docker: async () => other });
    await project.up();
    const { containers } = await other.fake.snapshot('gecko');
    const own = containers.find(({ name }) => name === 'gecko-qdrant-1');
    await other.fake.removeContainer('gecko-qdrant-1', { force: true });
    const { labels = {} } = own ?? {};
    const spec = { ...containerSpec('gecko-qdrant-1', 'dies'), labels };
    await other.fake.startContainer(
      await other.fake.createContainer({ ...spec, restart: 'unless-stopped' }),
    );
    other.fake.crash('gecko-qa-1', 0);
    const found = (await project.examine(services)) as readonly Finding[];
    expect(found.map(({ text, fix }) => [text, fix?.command])).toEqual([
      ['qdrant does not run (gecko-qdrant-1)', 'gecko logs --tail 50 qdrant'],
      ['qa does not run (gecko-qa-1)', 'gecko start qa'],
    ]);
  });

  it('misses a container that was removed, and makes it', async () => {
    await project.up();
    await project.docker.fake.removeContainer('gecko-qdrant-1', { force: true });
    expect(await project.examine(services)).toMatchObject([
      { code: 'SERVICE_MISSING', text: 'qdrant has no container', fix: { command: 'gecko up' } },
    ]);
    await project.mend(services, 'SERVICE_MISSING');
    expect(await project.examine(services)).toMatchObject([{ severity: 'ok' }]);
  });

  it('restarts one that does not answer its health check, and shows no path that was asked', async () => {
    await project.up();
    const { fake } = project.docker;
    const { labels } = (await fake.container('gecko-qdrant-1')) ?? { labels: {} };
    await fake.removeContainer('gecko-qdrant-1', { force: true });
    const health = { command: ['false'], interval: 1, timeout: 1, startPeriod: 0, retries: 1 };
    const spec = { ...containerSpec('gecko-qdrant-1', 'sick'), labels, health };
    const id = await fake.createContainer(spec);
    await fake.startContainer(id);
    // Its clock moves with what it is asked to wait for.
    const { signal } = new AbortController();
    await fake.exec(id, { command: ['sleep', '1'], onOutput: () => {}, signal });
    const found = await project.examine(services);
    expect(found).toMatchObject([
      { code: 'SERVICE_UNHEALTHY', evidence: expect.arrayContaining(['"GET …" 502']) },
    ]);
    expect(JSON.stringify(found)).not.toContain('secret-name');
    await project.mend(services, 'SERVICE_UNHEALTHY');
    expect(fake.made).toContain('restartContainer gecko-qdrant-1');
  });

  it('counts the replicas that the configuration asks for', async () => {
    await project.up();
    project.runtime.config.services.rag.replicas = 2;
    expect(await project.examine(services)).toMatchObject([
      { code: 'SERVICE_MISSING', text: 'rag has 1 of 2 containers' },
    ]);
  });

  it('misses no Ollama of its own where another one answers', async () => {
    await project.up();
    await project.docker.fake.removeContainer('gecko-ollama-1', { force: true });
    expect(await project.examine(services)).toMatchObject([{ severity: 'ok' }]);
  });

  it('says in the embedded runtime whether the process runs, and starts it', async () => {
    expect(await project.examine(services, 'embedded')).toMatchObject([{ code: 'NOT_STARTED' }]);
    await project.mend(services, 'NOT_STARTED', 'embedded');
    expect(await project.examine(services, 'embedded')).toMatchObject([
      { severity: 'ok', text: expect.stringContaining('run in one process') },
    ]);
  });
});
