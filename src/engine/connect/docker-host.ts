import type { Candidate } from './candidate.ts';
import { dockerFolder } from './docker-folder.ts';
import { parseEndpoint, type TlsMaterial } from './endpoint.ts';
import { misread } from './misread.ts';
import { readTls } from './read-tls.ts';
import { tryEndpoint } from './try-endpoint.ts';

/** DOCKER_HOST, with DOCKER_TLS_VERIFY, DOCKER_TLS and DOCKER_CERT_PATH for tcp. */
export const dockerHost: Candidate = async (input, probe) => {
  const { env } = input;
  const address = env.DOCKER_HOST ?? '';
  if (address === '') return { state: 'absent', where: 'DOCKER_HOST (not set)' };
  const where = `DOCKER_HOST=${address.replace(/\/\/[^/@]*:[^/@]*@/, '//***@')}`;
  // As for Docker's command line, any text switches it on, even 0.
  const verify = (env.DOCKER_TLS_VERIFY ?? '') !== '';
  let tls: TlsMaterial | null = null;
  if (/^(tcp:\/\/|[^/]+$)/.test(address) && (verify || (env.DOCKER_TLS ?? '') !== '')) {
    const folder = env.DOCKER_CERT_PATH || dockerFolder(input);
    tls = readTls(folder, verify, input.readFile);
    if (verify && tls.ca === null)
      return misread(where, `there is no ca.pem in ${folder}`, 'Set DOCKER_CERT_PATH.');
  }
  const endpoint = parseEndpoint(address, tls);
  if (typeof endpoint === 'string') return misread(where, endpoint, 'Mend or unset DOCKER_HOST.');
  return tryEndpoint(where, endpoint, probe);
};
