import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningProject, runningProject } from '../../../test/fakes/running-project.ts';
import { dockerExec, type ExecInput } from './exec.ts';

describe('exec', () => {
  let project: RunningProject;
  let runtime: RunningProject['runtime'];
  beforeEach(async () => {
    project = await runningProject();
    runtime = project.runtime;
    await project.run('rag');
  });
  afterEach(() => project.remove());

  const exec = (script: string, changes: Partial<ExecInput> = {}) =>
    dockerExec(
      {
        service: 'langchain-backend',
        command: ['sh', '-c', script],
        replica: 1,
        tty: true,
        interactive: false,
        user: undefined,
        workdir: undefined,
        env: [],
        ...changes,
      },
      runtime,
    );

  it('passes on input, both outputs and the exit code', async () => {
    runtime.ui.input = 'hi';
    expect(await exec('cat; echo oh >&2; exit 3')).toBe(3);
    expect(runtime.ui.out).toBe('histderr: oh\n');
  });

  it('gives the program a terminal where there is one, unless it is not to have it', async () => {
    runtime.ui.input = null;
    expect(await exec('stty size')).toBe(0);
    expect(runtime.ui.out).toBe('24 80\r\n');
    expect(await exec('stty size', { tty: false })).toBe(1);
  });

  it('sets variables, whose values may hold =', async () => {
    await exec('echo $A $B', { env: ['A=x=y', 'B='] });
    expect(runtime.ui.out).toBe('x=y \n');
  });

  it('gives the streams back, whatever happens', async () => {
    const stop = new AbortController();
    Object.assign(runtime, { signal: stop.signal });
    stop.abort(new Error('interrupted'));
    await expect(exec('sleep 1000')).rejects.toThrow('interrupted');
    expect(runtime.ui.lent).toBe(0);
  });

  it('says which replica does not run', async () => {
    const failure = { code: 'NOTHING_THERE', exitCode: 10 };
    await expect(exec('true', { replica: 2 })).rejects.toMatchObject({
      ...failure,
      message: 'Replica 2 of rag does not run',
    });
    await expect(exec('true', { service: 'qa' })).rejects.toMatchObject({
      ...failure,
      message: 'No container of qa runs',
    });
  });
});
