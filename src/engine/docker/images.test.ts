import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeConnectInput } from '../../../test/fakes/connect-input.ts';
import { type ScriptedEngine, startScriptedEngine } from '../../../test/fakes/scripted-engine.ts';
import { findEngine } from '../connect/find-engine.ts';
import type { Engine, LayerProgress } from '../engine.ts';

const signal = new AbortController().signal;
const image = 'registry.example:5000/qdrant/qdrant:v1.18.3';
const imageRoute = 'GET /images/registry.example%3A5000/qdrant/qdrant%3Av1.18.3/json';
const pull = 'POST /images/create';
const lines = (...all: unknown[]) => `${all.map((line) => JSON.stringify(line)).join('\r\n')}\r\n`;

describe('pullImage', () => {
  let scripted: ScriptedEngine;
  let engine: Engine;
  beforeEach(async () => {
    scripted = await startScriptedEngine();
    engine = await findEngine(fakeConnectInput({ sockets: [scripted.socket] }), signal);
    scripted.requests.length = 0;
  });
  afterEach(() => scripted.close());

  it('tells the progress of layers, and looks at the image in the end', async () => {
    scripted.script(pull, {
      body: lines(
        { status: 'Pulling from qdrant/qdrant', id: 'v1.18.3' },
        { status: 'Downloading', progressDetail: { current: 5, total: 9 }, id: 'abc' },
        { status: 'Pull complete', progressDetail: {}, id: 'abc' },
        { status: 'Digest: sha256:1' },
      ),
    });
    scripted.script(imageRoute, {
      body: {
        Id: 'sha256:1',
        RepoTags: [image, '<none>:<none>'],
        RepoDigests: null,
        Size: 9,
        Architecture: 'arm64',
        Config: { Labels: { a: 'b' } },
      },
    });
    const seen: LayerProgress[] = [];
    expect(await engine.pullImage(image, { onProgress: (one) => seen.push(one), signal })).toEqual({
      id: 'sha256:1',
      tags: [image],
      digests: [],
      labels: { a: 'b' },
      size: 9,
      architecture: 'arm64',
    });
    expect(seen).toEqual([
      { id: 'v1.18.3', status: 'Pulling from qdrant/qdrant' },
      { id: 'abc', status: 'Downloading', current: 5, total: 9 },
      { id: 'abc', status: 'Pull complete' },
      { id: '', status: 'Digest: sha256:1' },
    ]);
    expect(scripted.requests[0]?.line).toBe(
      'POST /v1.51/images/create?fromImage=registry.example%3A5000%2Fqdrant%2Fqdrant&tag=v1.18.3',
    );
  });

  it.each([
    ['qdrant/qdrant', 'fromImage=qdrant%2Fqdrant&tag=latest'],
    ['localhost:5000/a', 'fromImage=localhost%3A5000%2Fa&tag=latest'],
    ['a@sha256:12', 'fromImage=a%40sha256%3A12'],
  ])('never asks for all tags of %s', async (reference, query) => {
    scripted.script(pull, { status: 500, body: { message: 'no' } });
    await engine.pullImage(reference, { signal }).catch(() => {});
    expect(scripted.requests[0]?.line).toBe(`POST /v1.51/images/create?${query}`);
  });

  const begun = { status: 'Pulling fs layer', id: 'abc' };
  it.each([
    [
      'an error in its last line',
      {
        body: lines(begun, { errorDetail: { message: 'toomanyrequests: slow down' }, error: 'x' }),
      },
      `The registry allows no further pulls of ${image} for now: toomanyrequests: slow down`,
      'docker login',
    ],
    [
      "Podman's error in a stream that began well",
      {
        body: lines(begun, {
          error: 'initializing source docker://x: pinging container registry x: dial tcp',
        }),
      },
      `The engine cannot reach the registry of ${image}: initializing source`,
      'mirror',
    ],
    [
      'a stream that is cut',
      { body: lines(begun), after: 'cut' as const },
      `${image} could not be pulled: the connection broke half-way`,
      'again',
    ],
    [
      'a stream that ends early',
      { body: lines(begun) },
      `${image} could not be pulled: the engine ended the pull, and does not have the image`,
      'again',
    ],
    [
      'a line that is no JSON',
      { body: `${lines(begun)}<html><body>Service  Unavailable</body></html>\n` },
      `${image} could not be pulled: the answer is not what an engine sends: Service Unavailable`,
      'again',
    ],
    [
      'the page of a proxy',
      { status: 502, body: '<html><style>h1 {}</style><h1>502 Bad Gateway</h1>\n</html>' },
      `${image} could not be pulled: 502 Bad Gateway`,
      'again',
    ],
    [
      'a limit',
      {
        status: 429,
        body: {
          message: 'toomanyrequests: You have reached your unauthenticated pull rate limit.',
        },
      },
      `The registry allows no further pulls of ${image} for now: toomanyrequests: You have`,
      'Wait',
    ],
    [
      'an unknown tag, with the platform',
      {
        status: 404,
        body: { message: `manifest for ${image} not found: manifest unknown: manifest unknown` },
      },
      `The registry has no ${image} (asked for linux/amd64): manifest for`,
      'images',
    ],
    [
      'another platform',
      {
        status: 404,
        body: { message: 'no matching manifest for linux/arm64/v8 in the manifest list entries' },
      },
      `There is no ${image} for linux/amd64: no matching manifest for linux/arm64/v8`,
      'images',
    ],
    [
      'a registry that wants a login',
      {
        status: 500,
        body: {
          message:
            'pull access denied for x, repository does not exist or may require docker login: denied',
        },
      },
      `The registry does not give ${image} away, or does not have it: pull access denied`,
      'docker login',
    ],
    [
      'no network',
      {
        status: 500,
        body: {
          message:
            'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
        },
      },
      `The engine cannot reach the registry of ${image}: Get`,
      'network',
    ],
  ])('rows 10, 12: fails for %s', async (_, reply, message, hint) => {
    scripted.script(pull, reply);
    scripted.script(imageRoute, { status: 404, body: { message: 'No such image' } });
    await expect(engine.pullImage(image, { signal })).rejects.toMatchObject({
      code: 'PULL_FAILED',
      exitCode: 1,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });

  it('tells of a full disk', async () => {
    scripted.script(pull, { body: lines({ error: 'write /x: no space left on device' }) });
    await expect(engine.pullImage(image, { signal })).rejects.toMatchObject({
      code: 'NO_SPACE',
      exitCode: 24,
    });
  });

  it('tells of an engine that is gone', async () => {
    scripted.script(pull, { instead: 'cut' });
    await expect(engine.pullImage(image, { signal })).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      exitCode: 20,
    });
  });

  it.each([
    ['before it is answered', { instead: 'hang' as const }],
    ['in the middle', { body: lines(begun), after: 'hang' as const }],
  ])('row 9: ends with the signal, %s', async (_, reply) => {
    scripted.script(pull, reply);
    const stop = new AbortController();
    const pulling = engine.pullImage(image, {
      onProgress: () => stop.abort(new Error('enough')),
      signal: stop.signal,
    });
    const failed = expect(pulling).rejects.toThrow('enough');
    if ('instead' in reply) stop.abort(new Error('enough'));
    await failed;
    await scripted.idle();
  });
});

describe('buildImage', () => {
  let scripted: ScriptedEngine;
  let engine: Engine;
  beforeEach(async () => {
    scripted = await startScriptedEngine();
    engine = await findEngine(fakeConnectInput({ sockets: [scripted.socket] }), signal);
  });
  afterEach(() => scripted.close());

  const build = () => {
    const context = Readable.from([Buffer.from('tar')]);
    const built = engine.buildImage(context, { tag: 'a:1', labels: { a: 'b' }, signal });
    return { context, built };
  };

  it('fails with the words of the step', async () => {
    const error = "The command '/bin/sh -c exit 4' returned a non-zero code: 4";
    scripted.script('POST /build', { body: lines({ stream: 'Step 2/2' }, { error }) });
    const { context, built } = build();
    await expect(built).rejects.toMatchObject({
      code: 'BUILD_FAILED',
      message: `The image a:1 could not be built: ${error}`,
    });
    expect(context.destroyed).toBe(true);
  });

  it('fails where no image came of it', async () => {
    scripted.script('POST /build', { body: lines({ stream: 'Step 1/1' }) });
    await expect(build().built).rejects.toMatchObject({ code: 'BUILD_FAILED' });
  });

  it('tells of a full disk', async () => {
    scripted.script('POST /build', { body: lines({ error: 'no space left on device' }) });
    await expect(build().built).rejects.toMatchObject({ code: 'NO_SPACE', exitCode: 24 });
  });
});
