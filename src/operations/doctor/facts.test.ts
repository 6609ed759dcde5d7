import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { plainUp } from '../../../test/fakes/docker-up.ts';
import { type ExaminedProject, examinedProject } from '../../../test/fakes/examined-project.ts';
import { dockerUp } from '../docker/up.ts';
import { door } from './checks/door.ts';
import { exposure } from './checks/exposure.ts';
import { gpu } from './checks/gpu.ts';
import { memory } from './checks/memory.ts';
import { ollama } from './checks/ollama.ts';
import { doctorFacts } from './facts.ts';

let project: ExaminedProject;
beforeEach(async () => {
  project = await examinedProject();
});
afterEach(() => project.remove());

/** As `gecko up --model phi4 --expose --insecure` changes it. */
const upWithOptions = async () => {
  const { runtime } = project;
  const { config } = runtime;
  const asked = { model: 'phi4', expose: true, tls: { ...config.tls, insecure: true } };
  await dockerUp(plainUp, { ...runtime, config: { ...config, ...asked } });
};

it('looks for the model that the last up was asked for, wherever one is looked for', async () => {
  await upWithOptions();
  for (const check of [ollama, memory, gpu]) {
    const [found] = await project.examine(check);
    expect(found, check.id).toMatchObject({
      severity: 'ok',
      text: expect.stringContaining('phi4'),
    });
  }
});

it('takes a door for what the last up made it: exposed, with a page for those who signed in', async () => {
  await upWithOptions();
  project.runtime.knocked = (asked, { host, origin }) => {
    if (host !== undefined || origin !== undefined) return 403;
    return /collections|delete/.test(asked) || /\d\/$/.test(asked) ? 401 : 200;
  };
  expect(await project.short(door)).toEqual(['ok DOOR']);
  expect(await project.short(exposure)).toEqual(['ok NOT_EXPOSED']);
});

it('goes by the configuration in the embedded runtime, and for a plain up', async () => {
  await upWithOptions();
  const { runtime } = project;
  expect(doctorFacts('embedded', runtime).runtime.config.model).toBe('llama3');
  expect(doctorFacts('docker', runtime).configured.config.model).toBe('llama3');
});

it('looks all the same where what the last up was asked for cannot be read, and says so', async () => {
  await project.up();
  const { runtime } = project;
  writeFileSync(runtime.paths.project.lastUp, 'damaged');
  expect(await project.short(ollama)).toEqual(['ok MODEL']);
  const text = expect.stringContaining('last-up.json is damaged');
  expect(runtime.ui.events).toContainEqual({ type: 'warning', text });
});
