import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningProject, runningProject } from '../../../test/fakes/running-project.ts';
import { dockerStats } from './stats.ts';

describe('stats', () => {
  let project: RunningProject;
  let runtime: RunningProject['runtime'];
  let stop: AbortController;
  beforeEach(async () => {
    project = await runningProject();
    runtime = project.runtime;
    stop = new AbortController();
    Object.assign(runtime, { signal: stop.signal });
    await project.run('rag');
    await project.run('web');
  });
  afterEach(() => project.remove());

  it('is one measurement where nobody looks on', async () => {
    const report = await dockerStats({ services: [], stream: null }, runtime);
    expect(report?.json).toMatchObject({
      containers: [{ name: 'gecko-rag-1', memory: 1_000_000 }, { name: 'gecko-web-1' }],
    });
  });

  it('is of the services that are named', async () => {
    const report = await dockerStats({ services: ['flutter-frontend'], stream: null }, runtime);
    expect(report?.json.containers).toMatchObject([{ name: 'gecko-web-1' }]);
  });

  it('is one measurement on a terminal where that is asked for', async () => {
    runtime.ui.drawings = [];
    expect(await dockerStats({ services: [], stream: false }, runtime)).not.toBeNull();
    expect(runtime.ui.drawings).toEqual([]);
  });

  it('is a live table on a terminal, at once, with what comes and goes, until Ctrl-C', async () => {
    const drawings: string[][] = [];
    runtime.ui.drawings = drawings;
    const names = () =>
      drawings
        .at(-1)
        ?.slice(1)
        .map((line) => line.split(' ')[0]);
    const { live } = runtime.ui;
    const seen: (string[] | undefined)[] = [];
    runtime.ui.live = () => {
      const view = live();
      return (
        view && {
          ...view,
          draw(lines) {
            view.draw(lines);
            seen.push(names() as string[]);
            if (drawings.length === 2) project.docker.fake.crash('gecko-web-1', 137);
            if (drawings.length === 3) void project.run('qa');
            if (drawings.length === 5) stop.abort(new Error('Ctrl-C'));
          },
        }
      );
    };
    await expect(dockerStats({ services: [], stream: null }, runtime)).rejects.toThrow('Ctrl-C');
    expect(drawings[0]).toEqual([
      'container    CPU  memory  limit  of it  net in / out  block in / out  PIDs',
      expect.stringMatching(/^gecko-rag-1 +-/),
      expect.anything(),
    ]);
    expect(seen[1]).toEqual(['gecko-rag-1', 'gecko-web-1']);
    expect(seen[2]).toEqual(['gecko-rag-1']);
    expect(seen.at(-1)).toEqual(['gecko-qa-1', 'gecko-rag-1']);
  });

  it('is a document a round where a stream is asked for', async () => {
    Object.assign(runtime.ui, { mode: 'json' });
    const { stream } = runtime.ui;
    let rounds = 0;
    runtime.ui.stream = (json, text) => {
      stream(json, text);
      rounds += 1;
      if (rounds === 2) stop.abort(new Error('Ctrl-C'));
    };
    await expect(dockerStats({ services: [], stream: true }, runtime)).rejects.toThrow('Ctrl-C');
    const [first = '', second = '', ...rest] = runtime.ui.out.split('\n');
    for (const line of [first, second])
      expect(JSON.parse(line)).toMatchObject({ project: 'gecko', containers: [{}, {}] });
    expect(rest).toEqual(['']);
  });

  it('says that nothing runs', async () => {
    await expect(dockerStats({ services: ['qa'], stream: null }, runtime)).rejects.toMatchObject({
      exitCode: 10,
    });
  });
});
