import { describe, expect, it } from 'vitest';
import { createSignIn } from './sign-in.ts';

function signIn(changes: Partial<Parameters<typeof createSignIn>[0]> = {}) {
  return createSignIn({ token: 'secret', project: 'gecko', now: () => 1_000, ...changes });
}

/** What a browser sends back of a Set-Cookie header. */
function sentBack(setCookie: string | null): string {
  return setCookie?.split(';')[0] ?? '';
}

describe('a sign-in code', () => {
  it('works once', () => {
    const { mint, redeem } = signIn();
    const { code } = mint();
    expect(redeem(code)).toMatch(/^gecko_gecko=.*HttpOnly; SameSite=Strict$/);
    expect(redeem(code)).toBeNull();
  });

  it('works for ten minutes', () => {
    let time = 0;
    const { mint, redeem } = signIn({ now: () => time });
    const [early, late] = [mint(), mint()];
    time = 599_999;
    expect(redeem(early.code)).not.toBeNull();
    time = 600_000;
    expect(redeem(late.code)).toBeNull();
  });

  it('is refused when nobody made it', () => {
    expect(signIn().redeem('')).toBeNull();
    expect(signIn().redeem('guess')).toBeNull();
  });
});

describe('a session', () => {
  it('outlives a restart, among other cookies', () => {
    const before = signIn();
    const cookie = sentBack(before.redeem(before.mint().code));
    expect(signIn().isSignedIn(`theme=dark; ${cookie}; x=1`)).toBe(true);
  });

  it('ends with its time, with the token, and belongs to one project', () => {
    const before = signIn();
    const cookie = sentBack(before.redeem(before.mint().code));
    expect(signIn({ now: () => 31 * 24 * 3_600_000 }).isSignedIn(cookie)).toBe(false);
    expect(signIn({ token: 'rotated' }).isSignedIn(cookie)).toBe(false);
    expect(signIn({ project: 'other' }).isSignedIn(cookie)).toBe(false);
  });

  it('cannot be made longer', () => {
    const before = signIn();
    const [, signature] = sentBack(before.redeem(before.mint().code)).split('.');
    expect(signIn().isSignedIn(`gecko_gecko=99999999999999.${signature}`)).toBe(false);
    for (const cookie of [null, '', 'gecko_gecko=', 'gecko_gecko=99999999999999.'])
      expect(signIn().isSignedIn(cookie)).toBe(false);
  });
});
