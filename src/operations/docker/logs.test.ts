import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningProject, runningProject } from '../../../test/fakes/running-project.ts';
import { makeStyle } from '../../ui/style.ts';
import type { LogsInput } from '../logs.ts';
import { logPaint } from './log-paint.ts';
import { dockerLogs } from './logs.ts';

describe('logs', () => {
  let project: RunningProject;
  let runtime: RunningProject['runtime'];
  beforeEach(async () => {
    project = await runningProject();
    runtime = project.runtime;
  });
  afterEach(() => project.remove());

  const logs = (changes: Partial<LogsInput> = {}) =>
    dockerLogs(
      {
        services: [],
        follow: false,
        timestamps: false,
        tail: undefined,
        since: undefined,
        ...changes,
      },
      runtime,
    );
  const shown = () => runtime.ui.out.trim().split('\n').toSorted();
  /** Does something once a line has been shown so many times. */
  const onLine = (text: string, times: number, act: () => unknown) => {
    const { stream } = runtime.ui;
    let seen = 0;
    runtime.ui.stream = (json, line) => {
      stream(json, line);
      if (line.includes(text)) seen += 1;
      if (line.includes(text) && seen === times) act();
    };
  };

  it('have the name of the container in front, unless that is not wanted', async () => {
    await project.run('rag', 'echo one');
    await project.run('web', 'echo two');
    await logs();
    expect(shown()).toEqual(['gecko-rag-1 | one', 'gecko-web-1 | two']);
    runtime.ui.out = '';
    await logs({ prefix: false, services: ['rag'] });
    expect(shown()).toEqual(['one']);
  });

  it('are of one replica where it is named', async () => {
    await project.run('rag', 'echo one', 1);
    await project.run('rag', 'echo two', 2);
    await logs({ replica: 2 });
    expect(shown()).toEqual(['gecko-rag-2 | two']);
  });

  it('are of a time', async () => {
    const begun = runtime.clock.now() / 1_000;
    await project.run('rag', 'echo one; sleep 10; echo two');
    await project.docker.fake.waitContainer('gecko-rag-1', runtime.signal);
    await logs({ until: begun + 5 });
    expect(shown()).toEqual(['gecko-rag-1 | one']);
  });

  it('end when all containers have ended', async () => {
    await project.run('rag', 'echo one; sleep 3; echo two');
    await logs({ follow: true });
    expect(shown()).toEqual(['gecko-rag-1 | one', 'gecko-rag-1 | two']);
  });

  it('end at once where nothing runs', async () => {
    await project.run('rag', 'echo one');
    await logs({ follow: true });
    expect(shown()).toEqual(['gecko-rag-1 | one']);
  });

  it('go on when a container is started again, and show no line twice', async () => {
    await project.run('rag', 'echo one; sleep 20');
    onLine('one', 1, () => void project.docker.fake.restartContainer('gecko-rag-1', 0));
    await logs({ follow: true });
    expect(shown()).toEqual(['gecko-rag-1 | one', 'gecko-rag-1 | one']);
  });

  it('go on with a container that is made in its place, and one that is made beside it', async () => {
    await project.run('rag', 'echo one; sleep 100');
    onLine('one', 1, async () => {
      await project.docker.fake.removeContainer('gecko-rag-1', { force: true });
      await project.run('rag', 'echo two; sleep 20');
      await project.run('rag', 'echo three; sleep 20', 2);
    });
    await logs({ follow: true, tail: 1 });
    expect(shown()).toEqual(['gecko-rag-1 | one', 'gecko-rag-1 | two', 'gecko-rag-2 | three']);
  });

  it('have a colour a service, whichever are shown', () => {
    const style = makeStyle({ color: true, columns: 80, terminal: true, unicode: true });
    const painted = ['web', 'qdrant', 'ollama', 'rag', 'qa'].map((name) =>
      logPaint(name, style)('x'),
    );
    expect(new Set(painted).size).toBe(5);
    expect(logPaint('rag', style)('x')).toBe('\u001b[32mx\u001b[39m');
  });
});
