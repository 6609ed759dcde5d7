import type { Answer, Candidate } from './candidate.ts';
import { dockerFolder } from './docker-folder.ts';
import { formatEndpoint, parseEndpoint, type TlsMaterial } from './endpoint.ts';
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
  if (typeof endpoint === 'string') return mistaken(where, endpoint);
  const answer = await tryEndpoint(where, endpoint, probe);
  if (answer.state !== 'broken' || address.includes('://')) return answer;
  const { cause, why } = answer.because.details;
  // A bare word is a host's name, as for Docker. Where nobody has that name, something else was meant.
  return cause === 'ENOTFOUND' || cause === 'EAI_AGAIN'
    ? mistaken(where, `it is read as ${formatEndpoint(endpoint)}, and ${why}`)
    : answer;
};

/** The value itself is wrong. `up` must not take that for a machine without an engine. */
function mistaken(where: string, why: string): Answer {
  const forms = 'unix:///run/docker.sock, tcp://HOST:2376, HOST:2375, ssh://USER@HOST';
  return misread(
    where,
    why,
    `It takes: ${forms}. Where it is not set, gecko looks for an engine on this machine; \`--runtime embedded\` needs none.`,
    { isMistaken: true },
  );
}
