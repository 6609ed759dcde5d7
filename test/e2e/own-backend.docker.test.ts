import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** As somebody who came from another stack would have it: JSON only, no /health, its image's own user. */
const server = `
const { createServer } = require('node:http');
const { readFileSync } = require('node:fs');
createServer(async (request, response) => {
  if (request.url !== '/ask') return response.writeHead(404).end();
  let body = '';
  for await (const part of request) body += part;
  const key = readFileSync(process.env.GECKO_QDRANT_KEY_FILE, 'utf8').trim();
  const found = await fetch(process.env.QDRANT_HOST + '/collections', { headers: { 'api-key': key } });
  const { question } = JSON.parse(body);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ answer: 'mine says: ' + question + ' (Qdrant ' + found.status + ')' }));
}).listen(Number(process.env.PORT));
`;

describe.skipIf(!process.env.GECKO_TEST_ENGINE)("a user's own backends", () => {
  let gecko: StackSandbox;
  beforeAll(async () => {
    gecko = await openStack('own');
    const folder = join(gecko.home, 'mine');
    mkdirSync(folder);
    writeFileSync(join(folder, 'server.js'), server);
    writeFileSync(
      join(folder, 'Dockerfile'),
      'FROM gecko-test/node:1\nCOPY server.js /server.js\nUSER 1234\nENTRYPOINT ["node", "/server.js"]\n',
    );
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
  });
  afterAll(() => gecko?.close());
  const mine = (name: string, port: number) =>
    `${name}: { build: ./mine, env: { PORT: "${port}" } }`;

  it('answers in the place of one of them, while the other takes documents in', async () => {
    gecko.configure(`services: { ${mine('rag', 8000)} }`);
    await gecko.ok('up');
    expect(await gecko.ok('ingest', 'pump.md')).toMatchObject({ added: 1, embedded: 1 });
    expect(await gecko.ok('ask', 'What is blue?')).toMatchObject({
      answer: 'mine says: What is blue? (Qdrant 200)',
    });
    expect(await gecko.ok('ask', '--backend', 'qa', 'How is the pump painted?')).toMatchObject({
      answer: expect.stringContaining('dark green'),
    });
    expect(await gecko.ok('up')).toMatchObject({ changed: false });
  });

  it('is asked by doctor, which names what it lacks', async () => {
    const { checks } = await gecko.ok('doctor', '--only', 'own-backends');
    expect(checks).toMatchObject([
      { findings: [{ code: 'OWN_BACKEND_HEALTH' }, { code: 'OWN_BACKEND', severity: 'ok' }] },
    ]);
  });

  it('answers in the place of both, beside one of gecko that takes documents in', async () => {
    gecko.configure(`services: { ${mine('rag', 8000)}, ${mine('qa', 8002)} }`);
    await gecko.ok('up');
    expect(await gecko.names()).toContain('corpus-1');
    writeFileSync(join(gecko.home, 'door.md'), '# Door\n\nThe door is painted bright orange.\n');
    expect(await gecko.ok('ingest', 'door.md')).toMatchObject({ added: 1 });
    expect(await gecko.ok('corpus', 'list')).toMatchObject({
      documents: [
        expect.objectContaining({ path: 'door.md' }),
        expect.objectContaining({ path: 'pump.md' }),
      ],
    });
    const { dependencies } = await gecko.ok('status');
    expect(dependencies).toContainEqual(expect.objectContaining({ name: 'store', state: 'ok' }));
    expect((await gecko.run(['open', '--no-browser'])).stdout).toMatch(/\/login\?code=/);
    gecko.configure();
    await gecko.ok('up');
    expect(await gecko.names()).not.toContain('corpus-1');
  });
});
