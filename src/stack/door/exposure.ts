import type { DoorInput } from './door-input.ts';

/** What the servers of a door say of who may come, as lines to be put in. */
export interface Exposure {
  /** How a server listens. */
  listen(port: number): string;
  /** In a server: nobody without the token. */
  stranger: string;
  /** In a server: no path that Qdrant answers without its key. */
  keyless: string;
  /** In a location of gecko's own. */
  own: string;
  /** In a location of the page: browsers that were signed in, and the token. */
  guard: string;
  /** File of the locations that `guard` needs; null: none. */
  signedIn: string | null;
  /** In a location that sets cookies. */
  secure: string;
}

/**
 * On loopback whoever is there may come. Beyond it everybody is a stranger without the token, but for who
 * comes by the loopback of the door's own container, without TLS: gecko, by way of the engine.
 */
export function exposure({ exposed }: Pick<DoorInput, 'exposed'>): Exposure {
  const plain = (port: number) => `listen ${port};`;
  if (exposed === null)
    return {
      listen: plain,
      stranger: '',
      keyless: '',
      own: '',
      guard: '',
      signedIn: null,
      secure: '',
    };
  const { isEncrypted } = exposed;
  return {
    listen: (port) =>
      isEncrypted
        ? `listen ${port} ssl;\n  listen 127.0.0.1:${port};\n  include tls-server.conf;`
        : plain(port),
    stranger: '  include refuse-stranger.conf;\n',
    keyless: '  include refuse-keyless.conf;\n',
    own: '    include refuse-stranger.conf;\n',
    guard: '    include guard-signed-in.conf;\n',
    signedIn: 'signed-in.conf',
    secure: isEncrypted ? '    proxy_cookie_flags ~ secure;\n' : '',
  };
}
