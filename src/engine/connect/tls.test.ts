import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificates } from '../../../test/engine/make-certificates.mjs';
import { fakeConnectInput } from '../../../test/fakes/connect-input.ts';
import { infoBody, versionBody } from '../../../test/fakes/scripted-engine.ts';
import { readIfThere } from '../../state/read-if-there.ts';
import { findEngine } from './find-engine.ts';

const signal = new AbortController().signal;

describe('an engine behind TLS', () => {
  let folder: string;
  let server: Server;
  let port: number;
  /** Whether the last client showed a certificate that the server trusts. */
  let known: boolean;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gecko-tls-'));
    makeCertificates(folder, '127.0.0.1');
    const pem = (name: string) => readFileSync(join(folder, name));
    server = createServer(
      {
        ...{ ca: pem('ca.pem'), cert: pem('server.pem'), key: pem('server-key.pem') },
        ...{ requestCert: true, rejectUnauthorized: false },
      },
      (request, response) => {
        known = (request.socket as TLSSocket).authorized;
        response.end(JSON.stringify(request.url === '/version' ? versionBody : infoBody));
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  const find = (env: Record<string, string>, files: Record<string, string> = {}) =>
    findEngine(
      fakeConnectInput({ env, readFile: (path) => files[path] ?? readIfThere(path) }),
      signal,
    );
  const host = () => `tcp://127.0.0.1:${port}`;

  it('is verified, and gets the certificate of the client', async () => {
    const env = { DOCKER_HOST: host(), DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder };
    expect((await find(env)).info.address).toBe(host());
    expect(known).toBe(true);
  });

  it('is refused where another authority signed it', async () => {
    const other = mkdtempSync(join(tmpdir(), 'gecko-tls-'));
    makeCertificates(other, '127.0.0.1');
    const env = { DOCKER_HOST: host(), DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: other };
    await expect(find(env)).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: expect.stringContaining('TLS: '),
    });
    rmSync(other, { recursive: true });
  });

  it('is taken unverified where DOCKER_TLS alone is set', async () => {
    const env = { DOCKER_HOST: host(), DOCKER_TLS: '1', DOCKER_CERT_PATH: '/nowhere' };
    expect((await find(env)).info.name).toBe('Docker');
    expect(known).toBe(false);
  });

  it('needs the certificate of the authority', async () => {
    const env = { DOCKER_HOST: host(), DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/nowhere' };
    await expect(find(env)).rejects.toMatchObject({
      message: expect.stringContaining('there is no ca.pem in /nowhere'),
    });
  });

  it('is no engine for a client without TLS', async () => {
    await expect(find({ DOCKER_HOST: host() })).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
    });
  });

  it('is reached through a context, with the files of the context', async () => {
    const id = createHash('sha256').update('remote').digest('hex');
    const at = '/home/ann/.docker/contexts';
    const pem = (name: string) => readFileSync(join(folder, name), 'utf8');
    const engine = await find(
      { DOCKER_CONTEXT: 'remote' },
      {
        [`${at}/meta/${id}/meta.json`]: JSON.stringify({
          Endpoints: { docker: { Host: host(), SkipTLSVerify: false } },
        }),
        ...Object.fromEntries(
          ['ca.pem', 'cert.pem', 'key.pem'].map((name) => [
            `${at}/tls/${id}/docker/${name}`,
            pem(name),
          ]),
        ),
      },
    );
    expect(engine.info.foundBy).toBe('docker context remote');
    expect(known).toBe(true);
  });
});
