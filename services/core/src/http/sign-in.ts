import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Milliseconds for which a link is good. */
const linkLife = 10 * 60_000;
/** Milliseconds for which a browser stays signed in. */
const sessionLife = 30 * 24 * 3_600_000;
/** More links than anybody needs at once; the oldest go first. */
const maxLinks = 100;

export interface SignInOptions {
  /** The project's token: a new one ends every session. */
  token: string;
  /** Cookies know no ports, so each project has a name of its own. */
  project: string;
  /** Milliseconds since the epoch. */
  now(): number;
}

export interface SignIn {
  /** A code that works once. */
  mint(): { code: string; expiresAt: number };
  /** Takes a code; the Set-Cookie header, or null where the code is unknown, used or too old. */
  redeem(code: string): string | null;
  /** Whether a Cookie header is that of a signed-in browser. */
  isSignedIn(cookies: string | null): boolean;
  /** Whether an Authorization header has the token. */
  hasToken(authorization: string | null): boolean;
  /** What a signed-in browser's request gets on its way to a backend. */
  authorization: string;
}

/**
 * Signs browsers in without showing them the token: a one-time code becomes a cookie that is an
 * expiry and its HMAC-SHA256 under the token. So a session outlives a restart, and nothing is stored.
 */
export function createSignIn({ token, project, now }: SignInOptions): SignIn {
  const codes = new Map<string, number>();
  const name = `gecko_${project}`;
  const authorization = `Bearer ${token}`;
  const sign = (expiry: string) =>
    createHmac('sha256', token).update(`web session ${expiry}`).digest('base64url');
  return {
    mint() {
      const code = randomBytes(32).toString('base64url');
      const expiresAt = now() + linkLife;
      codes.set(code, expiresAt);
      for (const oldest of [...codes.keys()].slice(0, -maxLinks)) codes.delete(oldest);
      return { code, expiresAt };
    },
    redeem(code) {
      const expiresAt = codes.get(code);
      codes.delete(code);
      if (expiresAt === undefined || expiresAt <= now()) return null;
      const expiry = String(now() + sessionLife);
      const seconds = sessionLife / 1_000;
      return `${name}=${expiry}.${sign(expiry)}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict`;
    },
    isSignedIn(cookies) {
      const [expiry = '', signature = ''] = cookieOf(cookies, name).split('.');
      return Number(expiry) > now() && isSame(signature, sign(expiry));
    },
    hasToken: (given) => isSame(given ?? '', authorization),
    authorization,
  };
}

function cookieOf(cookies: string | null, name: string): string {
  const pair = (cookies ?? '').split(/;\s*/).find((text) => text.startsWith(`${name}=`));
  return pair?.slice(name.length + 1) ?? '';
}

/** Takes as long wherever the two differ. */
function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
