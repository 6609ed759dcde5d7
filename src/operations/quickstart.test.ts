import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { portsOfOurOwn } from '../../test/fakes/docker-up.ts';
import { fakeDocker } from '../../test/fakes/fake-docker.ts';
import { answerOf, FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { readProjectState } from '../state/project-state.ts';
import { quickstart } from './quickstart.ts';

let home: string;
let rag: FakeRag;
let runtime: FakeRuntime;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-quickstart-'));
  mkdirSync(join(home, 'docs'));
  writeFileSync(join(home, 'docs', 'start.md'), '# Start');
  rag = new FakeRag();
  rag.answer = [{ event: 'done', data: answerOf('By `gecko down`.') }];
  runtime = await fakeRuntime(join(home, 'gecko'), rag);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('quickstart', () => {
  it('starts, ingests, asks, and says where the page is and how to stop', async () => {
    const { text, json } = await start(['How', 'to stop?']);
    expect([...rag.documents.keys()]).toEqual(['gecko-docs/start.md']);
    expect(rag.questions).toMatchObject([
      { question: 'How to stop?', filter: { source: 'gecko-docs' } },
    ]);
    expect(runtime.ui.out).toBe('By `gecko down`.\n\n');
    expect(text(runtime.ui.style)).toMatch(/http:\/\/127\.0\.0\.1:8081[\s\S]*gecko down/);
    expect(json).toMatchObject({ answer: 'By `gecko down`.', ingest: { added: 1 } });
  });

  it('has a question of its own, and can be run again', async () => {
    await start([]);
    const { json } = await start([]);
    expect(rag.questions.map(({ question }) => question)).not.toContain('');
    expect(json).toMatchObject({ ingest: { added: 0, unchanged: 1 } });
  });

  it('brings containers up where they are asked for, and no embedded services', async () => {
    const docker = fakeDocker();
    runtime.docker = async () => docker;
    Object.assign(runtime.config.ports, portsOfOurOwn());
    runtime.config = { ...runtime.config, runtime: 'docker' };
    const { text, json } = await start(['How', 'to stop?']);
    expect(json).toMatchObject({ answer: 'By `gecko down`.', ingest: { added: 1 } });
    expect(text(runtime.ui.style)).toContain('docker runtime');
    expect((await docker.fake.snapshot('gecko')).containers).toHaveLength(5);
    expect(runtime.running).toBeNull();
    expect(readProjectState(runtime.paths.project.state)?.runtime).toBe('docker');
  });
});

function start(words: string[]) {
  return quickstart({ words, stdin: Readable.from([]), docs: join(home, 'docs') }, runtime);
}
