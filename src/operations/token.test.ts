import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainUp, portsOfOurOwn } from '../../test/fakes/docker-up.ts';
import { type FakeDocker, fakeDocker } from '../../test/fakes/fake-docker.ts';
import { FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { keyId } from '../stack/key-id.ts';
import { labelNames } from '../stack/labels.ts';
import { readToken } from '../state/token.ts';
import { openProject } from './docker/open-project.ts';
import { dockerUp } from './docker/up.ts';
import { replaceToken, showToken } from './token.ts';

let home: string;
let docker: FakeDocker;
const ports = portsOfOurOwn();
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gecko-token-'));
  docker = fakeDocker();
});
afterEach(() => rmSync(home, { recursive: true }));

/** A machine with folders of its own; all have the same engine. */
async function machine(name: string): Promise<FakeRuntime> {
  const runtime = await fakeRuntime(join(home, name), new FakeRag());
  Object.assign(runtime.config.ports, ports);
  return Object.assign(runtime, { docker: async () => docker });
}
const up = (runtime: FakeRuntime) => dockerUp(plainUp, runtime);
const shown = async (runtime: FakeRuntime) => (await showToken(runtime)).json.token;
const rotated = async (runtime: FakeRuntime) => (await replaceToken(runtime)).json.token;
const here = ({ paths }: FakeRuntime) => readToken(paths.project.token);
const notes = ({ ui }: FakeRuntime) =>
  ui.events.flatMap((event) => (event.type === 'note' ? [event.text] : []));
async function keyIds(): Promise<Set<string | undefined>> {
  const { containers } = await docker.fake.snapshot('gecko');
  return new Set(
    containers
      .map(({ labels }) => labels)
      .filter((labels) => ['rag', 'qa'].includes(labels[labelNames.service] ?? ''))
      .map((labels) => labels[labelNames.keyId]),
  );
}

describe('a token that is replaced', () => {
  it('stays replaced, however often, until up has brought the last one in', async () => {
    const ana = await machine('ana');
    await up(ana);
    const first = String(here(ana));
    await rotated(ana);
    const third = String(await rotated(ana));
    await openProject(ana);
    expect(here(ana)).toBe(third);
    await up(ana);
    expect(await keyIds()).toEqual(new Set([keyId(third)]));
    expect(keyId(third)).not.toBe(keyId(first));
    expect(notes(ana).join()).not.toContain('Took');
  });

  it('stays replaced where this machine knew nothing of the project', async () => {
    const ana = await machine('ana');
    await up(ana);
    const ben = await machine('ben');
    const token = await rotated(ben);
    await openProject(ben);
    expect(here(ben)).toBe(token);
    rmSync(ben.paths.project.state);
    await openProject(ben);
    expect(here(ben)).toBe(token);
  });

  it('reaches the others, who are told', async () => {
    const [ana, ben] = [await machine('ana'), await machine('ben')];
    await up(ana);
    await openProject(ben);
    expect(notes(ben)).toEqual([expect.stringContaining('Took the token')]);
    const token = await rotated(ana);
    await openProject(ben);
    expect(here(ben)).not.toBe(token);
    await up(ana);
    await openProject(ben);
    expect(here(ben)).toBe(token);
    expect(notes(ben)).toHaveLength(2);
    await openProject(ben);
    expect(notes(ben)).toHaveLength(2);
  });

  it('reaches the others once, while only some of the backends have it', async () => {
    const [ana, ben] = [await machine('ana'), await machine('ben')];
    await up(ana);
    await openProject(ben);
    const token = await rotated(ana);
    await dockerUp({ ...plainUp, services: ['rag'], noDeps: true }, ana);
    expect((await keyIds()).size).toBe(2);
    for (let n = 0; n < 3; n++) {
      await openProject(ben);
      expect(here(ben)).toBe(token);
    }
    expect(notes(ben)).toHaveLength(2);
    await up(ben);
    expect(await keyIds()).toEqual(new Set([keyId(String(token))]));
  });
});

describe('token show', () => {
  it('has the token of the containers on a second machine, and where the file was lost', async () => {
    const [ana, ben] = [await machine('ana'), await machine('ben')];
    await up(ana);
    expect(await shown(ben)).toBe(here(ana));
    rmSync(ben.paths.project.token);
    expect(await shown(ben)).toBe(here(ana));
  });

  it.each(['docker', 'embedded'] as const)('makes none where there is none: %s', async (kind) => {
    const ana = await machine('ana');
    Object.assign(ana.config, { runtime: kind });
    await expect(showToken(ana)).rejects.toMatchObject({ code: 'NOTHING_THERE', exitCode: 10 });
    expect(existsSync(ana.paths.project.folder)).toBe(false);
  });
});
