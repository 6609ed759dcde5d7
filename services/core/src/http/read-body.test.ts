import { describe, expect, it } from 'vitest';
import { readBody } from './read-body.ts';

const patient = new AbortController().signal;

function requestWith(body: ReadableStream<Uint8Array> | string | null, headers = {}): Request {
  const init = { method: 'PUT', headers, body, duplex: 'half' } satisfies RequestInit & {
    duplex: 'half';
  };
  return new Request('http://127.0.0.1/', init);
}

describe('readBody', () => {
  it('joins the pieces', async () => {
    const pieces = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Uint8Array.of(1, 2));
        controller.enqueue(Uint8Array.of(3));
        controller.close();
      },
    });
    expect([...(await readBody(requestWith(pieces), 10, patient))]).toEqual([1, 2, 3]);
    expect((await readBody(requestWith(null), 10, patient)).length).toBe(0);
  });

  it('reads no more than the limit, declared or not', async () => {
    let left = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(4)),
      cancel: () => {
        left = true;
      },
    });
    await expect(readBody(requestWith(endless), 10, patient)).rejects.toMatchObject({
      code: 'BODY_TOO_LARGE',
    });
    expect(left).toBe(true);
    const declared = requestWith('x', { 'content-length': '11' });
    await expect(readBody(declared, 10, patient)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' });
  });

  it('leaves a sender that stalls when the signal aborts', async () => {
    const controller = new AbortController();
    const stalled = new ReadableStream<Uint8Array>({
      start: (body) => body.enqueue(Uint8Array.of(1)),
    });
    const reading = readBody(requestWith(stalled), 10, controller.signal);
    controller.abort(new Error('too late'));
    await expect(reading).rejects.toThrow('too late');
  });
});
