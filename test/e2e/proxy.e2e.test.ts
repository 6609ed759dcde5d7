import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HttpProxy, startHttpProxy } from '../fakes/http-proxy.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

let gecko: Sandbox;
let proxy: HttpProxy;
beforeEach(async () => {
  gecko = await openSandbox('');
  // Nothing listens behind it: what counts is that it is asked.
  proxy = await startHttpProxy(9);
});
afterEach(async () => {
  await gecko?.close();
  proxy?.close();
});

it('fetches the weights through the proxy of the environment, and not at all offline', async () => {
  const env = {
    GECKO_WEIGHTS_OFFLINE: 'false',
    HF_ENDPOINT: 'http://hub.invalid',
    HTTP_PROXY: proxy.url,
    PIP_INDEX_URL: 'http://127.0.0.1:9/',
    NO_PROXY: '127.0.0.1,localhost',
  };
  expect(await gecko.run(['up', '--offline'], { env })).toMatchObject({ code: 0 });
  expect(proxy.asked).toEqual([]);
  await gecko.run(['down']);
  expect(await gecko.run(['up'], { env })).toMatchObject({ code: 0 });
  expect(proxy.asked).toContainEqual(
    expect.stringMatching(/^GET http:\/\/hub\.invalid\/Xenova\/all-MiniLM-L6-v2\/resolve/),
  );
});
