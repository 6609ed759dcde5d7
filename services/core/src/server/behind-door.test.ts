import { describe, expect, it } from 'vitest';
import { createBrowserSession } from '../http/browser-session.ts';
import { behindDoor } from './behind-door.ts';

const token = 'token';
const open = () =>
  behindDoor(
    async (request) =>
      Response.json({
        url: request.url,
        body: await request.text(),
        headers: Object.fromEntries(request.headers),
      }),
    createBrowserSession({ token, project: 'p', now: () => 0 }),
  );
const at = (path: string, init?: RequestInit) => new Request(`http://rag:8000${path}`, init);

describe('behindDoor', () => {
  it('signs a browser in, whose requests then carry the token and no cookie', async () => {
    const backend = open();
    const headers = { authorization: `Bearer ${token}` };
    const minted = await backend(at('/login/links', { method: 'POST', headers }));
    const { code } = (await minted.json()) as { code: string };
    const answer = await backend(at(`/login?code=${code}`));
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(cookie).toMatch(/^gecko_p=/);
    const asked = await backend(
      at('/models/pull', { method: 'POST', headers: { cookie }, body: 'words' }),
    );
    const passed = (await asked.json()) as { headers: object };
    expect(passed).toMatchObject({ body: 'words', headers: { authorization: `Bearer ${token}` } });
    expect(passed.headers).not.toHaveProperty('cookie');
  });

  it('passes on what has no cookie as it came', async () => {
    const request = at('/ask', { method: 'POST', body: 'x' });
    const backend = behindDoor(
      (passed) => new Response(String(passed === request)),
      createBrowserSession({ token, project: 'p', now: () => 0 }),
    );
    expect(await (await backend(request)).text()).toBe('true');
  });

  it('gives a forged cookie no token', async () => {
    const headers = { cookie: 'gecko_p=99999999999999.forged' };
    const asked = await open()(at('/models/pull', { method: 'POST', headers }));
    expect(((await asked.json()) as { headers: object }).headers).not.toHaveProperty(
      'authorization',
    );
  });
});
