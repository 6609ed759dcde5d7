import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceLabels } from '../../src/stack/labels.ts';
import { containerName } from '../../src/stack/names.ts';
import type { ServiceName } from '../../src/stack/service-spec.ts';
import { ensureProjectState } from '../../src/state/project-state.ts';
import { ensureToken } from '../../src/state/token.ts';
import { containerSpec } from './container-spec.ts';
import { type FakeDocker, fakeDocker } from './fake-docker.ts';
import { FakeRag } from './fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from './fake-runtime.ts';

export interface RunningProject {
  runtime: FakeRuntime;
  docker: FakeDocker;
  /** Makes and starts a container of the project. @param script of its shell */
  run(service: ServiceName, script?: string, replica?: number): Promise<string>;
  remove(): void;
}

/** The project `gecko` of a fake engine, with the containers that a test wants. */
export async function runningProject(): Promise<RunningProject> {
  const home = mkdtempSync(join(tmpdir(), 'gecko-project-'));
  const docker = fakeDocker({ shell: { command: ['sh'] } });
  const runtime = await fakeRuntime(home, new FakeRag());
  Object.assign(runtime, { docker: async () => docker });
  const { projectId } = ensureProjectState(runtime.paths.project.state, '0.0.0', 0);
  ensureToken(runtime.paths.project.token);
  const owner = { project: 'gecko', projectId, version: '0.0.0', createdBy: 'test' };
  return {
    runtime,
    docker,
    async run(service, script = 'sleep 100000', replica = 1) {
      const spec = containerSpec(containerName('gecko', service, replica), 'shell');
      const labels = serviceLabels(owner, service, replica);
      const command = ['sh', '-c', script];
      const id = await docker.fake.createContainer({ ...spec, labels, command });
      await docker.fake.startContainer(id);
      return id;
    },
    remove: () => rmSync(home, { recursive: true }),
  };
}
