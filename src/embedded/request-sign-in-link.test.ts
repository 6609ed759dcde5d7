import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ensureToken } from '../state/token.ts';
import { requestSignInLink } from './request-sign-in-link.ts';

const { signal } = new AbortController();

/** A page, and a file with the token that gecko has. */
async function page({ knowsToken }: { knowsToken: boolean }) {
  const folder = mkdtempSync(join(tmpdir(), 'gecko-link-'));
  const path = join(folder, 'token');
  const token = knowsToken ? ensureToken(path) : `not ${ensureToken(path)}`;
  const server = createServer(({ headers }, answer) => {
    answer.statusCode = headers.authorization === `Bearer ${token}` ? 200 : 401;
    answer.end(JSON.stringify({ code: 'once' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, path, close: () => server.close() };
}

it('gives the link', async () => {
  const { url, path } = await page({ knowsToken: true });
  expect(await requestSignInLink(url, path, signal)).toBe(`${url}/login?code=once`);
});

it('says that the page has another token, and what brings them together', async () => {
  const { url, path } = await page({ knowsToken: false });
  await expect(requestSignInLink(url, path, signal)).rejects.toMatchObject({
    code: 'UNAUTHORIZED',
    exitCode: 12,
    hint: expect.stringContaining('gecko up'),
  });
});

it('says that nothing listens there', async () => {
  const { url, path, close } = await page({ knowsToken: true });
  close();
  await expect(requestSignInLink(url, path, signal)).rejects.toMatchObject({
    code: 'BACKEND_UNREACHABLE',
    exitCode: 20,
    message: expect.stringContaining('nothing listens there'),
  });
});
