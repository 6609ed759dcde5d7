import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server that only who trusts its own authority believes. */
export interface HttpsServer {
  port: number;
  /** File with that authority, in PEM. */
  authority: string;
  close(): void;
}

/** On loopback. @param names that its certificate is for, as openssl writes them: `DNS:a.example,IP:127.0.0.1` */
export async function startHttpsServer(
  listener: RequestListener,
  names = 'IP:127.0.0.1',
  address = '127.0.0.1',
): Promise<HttpsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'gecko-https-'));
  // nginx reads the authority as another user.
  chmodSync(folder, 0o755);
  makeCertificates(folder, names);
  const file = (name: string) => readFileSync(join(folder, name));
  const server = createServer({ cert: file('server.pem'), key: file('server-key.pem') }, listener);
  server.listen(0, address);
  await once(server, 'listening');
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound ? bound.port : 0,
    authority: join(folder, 'ca.pem'),
    close() {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function makeCertificates(folder: string, names: string): void {
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const by = ['-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial', '-days', '2'];
  openssl('req', '-x509', ...key, '-keyout', 'ca-key.pem', '-out', 'ca.pem', '-subj', '/CN=ca');
  openssl('req', ...key, '-keyout', 'server-key.pem', '-out', 'server.csr', '-subj', '/CN=server');
  writeFileSync(join(folder, 'names'), `subjectAltName=${names}`);
  openssl('x509', '-req', '-in', 'server.csr', ...by, '-extfile', 'names', '-out', 'server.pem');
}
