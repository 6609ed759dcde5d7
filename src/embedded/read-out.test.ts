import { expect, it } from 'vitest';
import { fakeClock } from '../../test/fakes/fake-clock.ts';
import { readOut } from './read-out.ts';

const never = { sleep: (_: number, signal?: AbortSignal) => untilAborted(signal) };

function untilAborted(signal?: AbortSignal): Promise<void> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}

/** A body of so many pieces, and how many of them were read. */
function counted(pieces: number) {
  let read = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (read++ < pieces) controller.enqueue(new Uint8Array(1_000));
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const init = { method: 'PUT', body, duplex: 'half' as const };
  return { request: new Request('http://127.0.0.1/x', init), read: () => read };
}

it('refuses a body when all of it has come', async () => {
  const { request, read } = counted(50);
  const response = await readOut(() => new Response('no', { status: 413 }), never)(request);
  expect(response.status).toBe(413);
  expect(read()).toBe(51);
});

it('leaves a body alone that a handler takes, or that belongs to an answer', async () => {
  const taken = counted(3);
  const take = async (request: Request) => {
    await request.body?.getReader().read();
    return new Response('no', { status: 400 });
  };
  expect((await readOut(take, never)(taken.request)).status).toBe(400);
  expect(taken.read()).toBe(1);
  const answered = counted(3);
  expect((await readOut(() => new Response('yes'), never)(answered.request)).status).toBe(200);
  expect(answered.read()).toBe(0);
});

it('waits for a sender that stalls, but not for ever', async () => {
  const init = { method: 'PUT', body: new ReadableStream(), duplex: 'half' as const };
  const request = new Request('http://127.0.0.1/x', init);
  const response = await readOut(() => new Response('no', { status: 401 }), fakeClock())(request);
  expect(response.status).toBe(401);
});

it('answers who left in the middle as anybody', async () => {
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) });
  const init = { method: 'PUT', body, duplex: 'half' as const };
  const request = new Request('http://127.0.0.1/x', init);
  const response = await readOut(() => new Response('no', { status: 401 }), never)(request);
  expect(response.status).toBe(401);
});
