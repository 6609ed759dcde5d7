import type { Exec } from '../../clients/exec.ts';
import { GeckoError } from '../../errors.ts';
import type { ConnectInput } from '../connect/connect-input.ts';
import type { Credential, Credentials, FoundCredential } from './credentials.ts';
import { type DockerSettings, dockerSettings } from './docker-settings.ts';
import { dockerHub, hostOfKey } from './registry-host.ts';

export interface CredentialsInput extends Pick<ConnectInput, 'env' | 'home' | 'readFile' | 'warn'> {
  exec: Exec;
}

/** Milliseconds that a program that keeps credentials has: it may ask its user. */
const HELPER_DEADLINE = 30_000;

/** Docker Hub's name in Docker's configuration. */
const hubKey = 'https://index.docker.io/v1/';

/**
 * Credentials of Docker's own configuration: written in it, or kept by the programs that it names
 * (`docker-credential-NAME get`). What such a program fails at is warned of, once.
 */
export function dockerCredentials(input: CredentialsInput): Credentials {
  const settings = dockerSettings(input);
  const asked = new Map<string, Promise<FoundCredential>>();
  const of: Credentials['of'] = (host, signal) => {
    const before = asked.get(host);
    if (before) return before;
    const found = find(host, settings, input, signal);
    asked.set(host, found);
    return found;
  };
  return {
    of,
    async all(signal) {
      const keys = [...Object.keys(settings.auths), ...Object.keys(settings.credHelpers)];
      const hosts = [...new Set(keys.map(hostOfKey))];
      const found = await Promise.all(hosts.map((host) => of(host, signal)));
      return Object.fromEntries(
        found.flatMap((one) =>
          one.state === 'found' ? [[one.credential.serveraddress, one.credential]] : [],
        ),
      );
    },
  };
}

async function find(
  host: string,
  settings: DockerSettings,
  { exec, warn }: CredentialsInput,
  signal: AbortSignal,
): Promise<FoundCredential> {
  const serveraddress = host === dockerHub ? hubKey : host;
  const helper = valueFor(host, settings.credHelpers) ?? settings.credsStore;
  if (helper === undefined || helper === '') return written(host, serveraddress, settings);
  const program = `docker-credential-${helper}`;
  const kept = await askHelper(program, serveraddress, exec, signal);
  if (typeof kept !== 'string') return { state: 'found', credential: kept, source: program };
  if (kept === '') return written(host, serveraddress, settings);
  warn(`${program} gave no credentials for ${host}, which is asked without: ${kept}`);
  return { state: 'broken', reason: `${program}: ${kept}` };
}

function valueFor<T>(host: string, values: Readonly<Record<string, T>>): T | undefined {
  const key = Object.keys(values).find((one) => hostOfKey(one) === host);
  return key === undefined ? undefined : values[key];
}

/** In the file itself. */
function written(host: string, serveraddress: string, settings: DockerSettings): FoundCredential {
  const { path: source } = settings;
  const { auth, identitytoken, registrytoken, ...plain } = valueFor(host, settings.auths) ?? {};
  const [, username = plain.username, password = plain.password] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(auth ?? '', 'base64').toString('utf8')) ?? [];
  const credential: Credential = {
    ...(identitytoken ? { identitytoken } : password ? { username: username ?? '', password } : {}),
    ...(registrytoken ? { registrytoken } : {}),
    serveraddress,
  };
  return Object.keys(credential).length > 1
    ? { state: 'found', credential, source }
    : { state: 'none', source };
}

/** @returns what it keeps, '' where it keeps none, else what went wrong */
async function askHelper(
  program: string,
  serveraddress: string,
  exec: Exec,
  signal: AbortSignal,
): Promise<Credential | string> {
  try {
    const options = { input: serveraddress, timeoutMs: HELPER_DEADLINE, signal };
    const { exitCode, stdout, stderr } = await exec.run(program, ['get'], options);
    if (exitCode === 0) return kept(stdout, serveraddress);
    const said = `${stdout}\n${stderr}`.trim();
    // The words that the protocol prescribes.
    if (/credentials not found/i.test(said)) return '';
    return said.split('\n')[0]?.slice(0, 200) || `it ended with exit code ${exitCode}`;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof GeckoError) return error.message;
    throw error;
  }
}

/** `{ "ServerURL": …, "Username": …, "Secret": … }`; of a user `<token>` it is an identity token. */
function kept(stdout: string, serveraddress: string): Credential | string {
  const answer = parse(stdout);
  const { Username: username, Secret: secret } = answer;
  if (typeof username !== 'string' || typeof secret !== 'string')
    return 'its answer is none of such a program';
  if (secret === '') return '';
  return username === '<token>'
    ? { identitytoken: secret, serveraddress }
    : { username, password: secret, serveraddress };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
