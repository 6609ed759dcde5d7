import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ScriptedServer,
  startScriptedServer,
} from '../../../../test/fakes/scripted-server.ts';
import type { PullEvent } from '../contract/pull.ts';
import { pullOllama } from './pull-ollama.ts';
import { serverAddress } from './server-address.ts';

let server: ScriptedServer;
const { signal } = new AbortController();

beforeEach(async () => {
  server = await startScriptedServer();
});
afterEach(() => server.close());

const recorded = (name: string) =>
  JSON.parse(
    readFileSync(new URL(`../../../../test/fixtures/ollama/${name}.json`, import.meta.url), 'utf8'),
  );
const said = (error: string) => ({
  status: 200,
  headers: { 'content-type': 'application/x-ndjson' },
  lines: [{ status: 'pulling manifest' }, { error }],
});
const pull = async () => {
  const events: PullEvent[] = [];
  for await (const event of pullOllama(serverAddress(server.url, 'a-secret-key'), 'm', signal))
    events.push(event);
  return events;
};

describe('a pull', () => {
  it('ends with what a real Ollama ended with', async () => {
    server.script(recorded('pull-resume-success'));
    const events = await pull();
    expect(events.at(-1)).toEqual({ event: 'done', model: 'm' });
    expect(events[1]).toMatchObject({ event: 'progress', done: 15_728_640, total: 98_362_432 });
  });

  it.each([
    ['pull-missing-registry404', 'MODEL_UNKNOWN', /recommend/],
    ['pull-bad-name', 'BAD_REQUEST', /llama3/],
    ['pull-network-lost', 'MODEL_PULL_FAILED', /route out/],
    ['pull-busy-registry-0.32', 'MODEL_PULL_FAILED', /busy/],
    ['pull-unknown-authority-0.32', 'MODEL_PULL_FAILED', /SSL_CERT_FILE/],
    ['pull-wrong-digest-0.32', 'MODEL_PULL_FAILED', /thrown away/],
    ['pull-refused-0.32', 'MODEL_PULL_FAILED', /spelling/],
  ])('tells %s as %s', async (name, code, hint) => {
    server.script(recorded(name));
    await expect(pull()).rejects.toMatchObject({ code, hint: expect.stringMatching(hint) });
  });

  it('tells of a full disk', async () => {
    server.script(said('write /root/.ollama/models/blobs/x: no space left on device'));
    await expect(pull()).rejects.toMatchObject({ code: 'NO_SPACE' });
  });

  it('tells of a way out that is not there', async () => {
    server.script(said('pull model manifest: Get "https://registry": dial tcp: no such host'));
    await expect(pull()).rejects.toMatchObject({ hint: expect.stringContaining('no route out') });
  });

  it('that breaks off is no success', async () => {
    const { status, headers, lines } = recorded('pull-resume-success');
    server.script({ status, headers, lines: lines.slice(0, 2), after: 'cut' });
    await expect(pull()).rejects.toMatchObject({ code: 'MODEL_PULL_FAILED' });
    server.script({ status, headers, lines: lines.slice(0, 2) });
    await expect(pull()).rejects.toMatchObject({ code: 'MODEL_PULL_FAILED' });
  });

  it('says no key that a server sends back', async () => {
    server.script(said('unauthorized: a-secret-key'));
    await expect(pull()).rejects.toMatchObject({ message: expect.not.stringContaining('secret') });
  });
});
