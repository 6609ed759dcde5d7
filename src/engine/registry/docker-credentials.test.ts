import { describe, expect, it } from 'vitest';
import { fakeConnectInput } from '../../../test/fakes/connect-input.ts';
import type { ExecResult } from '../../clients/exec.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { dockerCredentials } from './docker-credentials.ts';
import { proxyArguments } from './proxy-arguments.ts';

const signal = new AbortController().signal;
const path = '/home/ann/.docker/config.json';
const basic = (text: string) => Buffer.from(text).toString('base64');

/** Docker's configuration, and what programs answer by `NAME HOST`. */
function open(config: object | string, programs: Record<string, Partial<ExecResult>> = {}) {
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  const input = fakeConnectInput({}, { [path]: text });
  const ran: string[] = [];
  const exec = {
    async run(file: string, args: readonly string[], { input: asked = '' } = {}) {
      ran.push(`${file} ${args.join(' ')} ${asked}`);
      const answer = programs[`${file} ${asked}`];
      if (!answer)
        throw new GeckoError('PROGRAM_MISSING', `${file} cannot be run`, {
          exitCode: exitCodes.failure,
        });
      return { exitCode: 0, stdout: '', stderr: '', ...answer };
    },
  };
  return { credentials: dockerCredentials({ ...input, exec }), warnings: input.warnings, ran };
}

describe('credentials in the file', () => {
  it.each([
    [
      'user and password in one',
      { auth: basic('ann:se:cret') },
      { username: 'ann', password: 'se:cret' },
    ],
    [
      'user and password apart',
      { username: 'ann', password: 'secret' },
      { username: 'ann', password: 'secret' },
    ],
    [
      'a token instead of the password',
      { auth: basic('ann:'), identitytoken: 'token' },
      { identitytoken: 'token' },
    ],
  ])('are %s', async (_, entry, expected) => {
    const { credentials } = open({ auths: { 'https://registry.example/v2/': entry } });
    expect(await credentials.of('registry.example', signal)).toEqual({
      state: 'found',
      credential: { ...expected, serveraddress: 'registry.example' },
      source: path,
    });
  });

  it('are found for Docker Hub under its old name', async () => {
    const { credentials } = open({
      auths: { 'https://index.docker.io/v1/': { auth: basic('ann:secret') } },
    });
    expect(await credentials.of('docker.io', signal)).toMatchObject({
      credential: { username: 'ann', serveraddress: 'https://index.docker.io/v1/' },
    });
  });

  it.each([
    ['of another registry', { auths: { 'other.example': { auth: basic('a:b') } } }],
    ['that are empty', { auths: { 'registry.example': {} } }],
    ['in a file that cannot be read', '{ not JSON'],
    ['where there is no file', ''],
  ])('are none: %s', async (_, config) => {
    const { credentials, warnings } = open(config);
    expect(await credentials.of('registry.example', signal)).toEqual({
      state: 'none',
      source: path,
    });
    expect(warnings).toEqual([]);
  });
});

describe('credentials that a program keeps', () => {
  const answer = (Username: string, Secret: string) => ({
    stdout: JSON.stringify({ ServerURL: 'x', Username, Secret }),
  });

  it('are asked for by standard input, once', async () => {
    const { credentials, ran } = open(
      { credsStore: 'pass', auths: { 'registry.example': {} } },
      { 'docker-credential-pass registry.example': answer('ann', 'secret') },
    );
    const expected = {
      state: 'found',
      credential: { username: 'ann', password: 'secret', serveraddress: 'registry.example' },
      source: 'docker-credential-pass',
    };
    expect(await credentials.of('registry.example', signal)).toEqual(expected);
    expect(await credentials.all(signal)).toEqual({ 'registry.example': expected.credential });
    expect(ran).toEqual(['docker-credential-pass get registry.example']);
  });

  it('come from the program of that registry, before the one for all', async () => {
    const { credentials } = open(
      { credsStore: 'pass', credHelpers: { 'registry.example': 'cloud' } },
      { 'docker-credential-cloud registry.example': answer('<token>', 'identity') },
    );
    expect(await credentials.of('registry.example', signal)).toMatchObject({
      credential: { identitytoken: 'identity' },
    });
  });

  it('may be none, and then those of the file count', async () => {
    const { credentials, warnings } = open(
      { credsStore: 'pass', auths: { 'registry.example': { auth: basic('ann:secret') } } },
      {
        'docker-credential-pass registry.example': {
          exitCode: 1,
          stdout: 'credentials not found in native keychain',
        },
      },
    );
    expect(await credentials.of('registry.example', signal)).toMatchObject({ source: path });
    expect(warnings).toEqual([]);
  });

  it.each([
    ['is not there', {}, 'cannot be run'],
    ['fails', { exitCode: 2, stderr: 'the keyring is locked' }, 'the keyring is locked'],
    ['answers nonsense', { stdout: 'secret words' }, 'its answer is none of such a program'],
  ])('are told to be out of reach, and nothing of them, where it %s', async (_, said, why) => {
    const programs =
      Object.keys(said).length === 0 ? {} : { 'docker-credential-pass a.example': said };
    const { credentials, warnings } = open({ credsStore: 'pass' }, programs);
    const found = await credentials.of('a.example', signal);
    await credentials.of('a.example', signal);
    expect(found).toEqual({ state: 'broken', reason: expect.stringContaining(why) });
    expect(warnings).toEqual([expect.stringContaining('docker-credential-pass')]);
    expect(JSON.stringify([found, warnings])).not.toContain('secret words');
  });
});

describe("proxies of Docker's configuration", () => {
  it('become arguments of builds, for this engine or for all', () => {
    const proxies = {
      default: { httpProxy: 'http://p:1', noProxy: 'localhost' },
      'tcp://far:2376': { httpsProxy: 'http://q:1' },
    };
    expect(proxyArguments({ proxies }, 'unix:///run/docker.sock')).toEqual({
      HTTP_PROXY: 'http://p:1',
      http_proxy: 'http://p:1',
      NO_PROXY: 'localhost',
      no_proxy: 'localhost',
    });
    expect(proxyArguments({ proxies }, 'tcp://far:2376')).toMatchObject({
      HTTPS_PROXY: 'http://q:1',
    });
    expect(proxyArguments({ proxies: {} }, 'tcp://far:2376')).toEqual({});
  });
});
