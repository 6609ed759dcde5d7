import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeRag } from '../../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../../test/fakes/fake-runtime.ts';
import type { Manifest } from '../../../archive/repository/manifest.ts';
import type { BackupSource } from '../../../archive/repository/source.ts';
import { projectPaths } from '../../../config/paths.ts';
import { readProjectId } from '../../../state/project-id.ts';
import { readRoots, writeRoots } from '../../../state/roots.ts';
import { readToken } from '../../../state/token.ts';
import { restoreProject } from './restore-project.ts';
import { restoreSettings } from './restore-settings.ts';

const token = 't'.repeat(43);
const files = {
  'gecko.yaml': 'project: handbook\nmodel: saved\n',
  'state.json': JSON.stringify({ schemaVersion: 1, projectId: 'the-id', runtime: 'docker' }),
  token: `${token}\n`,
  'roots.json': JSON.stringify({ schemaVersion: 1, roots: { notes: '/old/notes', wiki: '/wiki' } }),
};

describe('the configuration of a backup', () => {
  let home: string;
  let runtime: FakeRuntime;
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'gecko-restore-'));
    runtime = await fakeRuntime(home, new FakeRag());
    runtime.config = { ...runtime.config, file: join(home, 'gecko.yaml') };
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const of = (project: string) => ({ ...runtime, config: { ...runtime.config, project } });

  it('comes back on a machine that has nothing, and says how to go on', async () => {
    const part = await restoreProject(source, 'gecko restore all 1a2b3c4d', runtime);
    const { text, exitCode } = await part.carryOut();
    expect(exitCode).toBe(3);
    expect(text).toEqual([
      'The configuration of project handbook is back. Now: gecko up, then gecko restore all 1a2b3c4d',
    ]);
    expect(readFileSync(join(home, 'gecko.yaml'), 'utf8')).toBe(files['gecko.yaml']);
    const paths = projectPaths(runtime.paths, 'handbook');
    expect(readProjectId(paths.state)).toBe('the-id');
    expect(readToken(paths.token)).toBe(token);
  });

  it('names the project where its gecko.yaml does not', async () => {
    const nameless = sourceOf({ ...files, 'gecko.yaml': 'model: saved\n' });
    const { json } = await restoreProject(nameless, 'gecko restore all latest', runtime);
    expect(json.next).toEqual([
      'gecko up --project handbook',
      'gecko restore all latest --project handbook',
    ]);
  });

  it('is refused before anything is written where this gecko cannot read it', async () => {
    const strange = sourceOf({ ...files, 'gecko.yaml': 'modle: saved\n' });
    await expect(restoreProject(strange, 'again', runtime)).rejects.toMatchObject({ exitCode: 2 });
  });

  it('does not replace the identity that a project has here', async () => {
    const { state } = projectPaths(runtime.paths, 'handbook');
    mkdirSync(dirname(state), { recursive: true });
    writeFileSync(state, JSON.stringify({ schemaVersion: 1, projectId: 'own', runtime: null }));
    await (await restoreProject(source, 'again', runtime)).carryOut();
    expect(readProjectId(state)).toBe('own');
  });

  it('adds the sources that this machine does not know, and keeps those that it does', async () => {
    const here = of('handbook');
    const { roots } = here.paths.project;
    await writeRoots(roots, { notes: '/new/notes' });
    await (await restoreSettings(source, here)).carryOut();
    expect(readRoots(roots)).toEqual({ notes: '/new/notes', wiki: '/wiki' });
  });

  it('is left out where it is of another project', async () => {
    const part = await restoreSettings(source, of('other'));
    expect(part.plan).toEqual(['its configuration is that of project handbook, and is left out']);
    await part.carryOut();
    expect(() => readFileSync(join(home, 'gecko.yaml'))).toThrow();
  });
});

function sourceOf(all: Readonly<Record<string, string>>): BackupSource {
  const listed = Object.keys(all).map((name) => ({ path: `project/${name}` }));
  return {
    name: 'a repository',
    manifest: {
      id: '1a2b3c4d',
      project: 'handbook',
      models: null,
      files: listed,
    } as unknown as Manifest,
    verify: async () => [],
    async *read({ path }) {
      yield Buffer.from(all[path.slice('project/'.length)] ?? '');
    },
  };
}

const source = sourceOf(files);
