import { expect, it } from 'vitest';
import { createGate } from './gate.ts';

function gateOf(handler: (request: Request) => Promise<Response>) {
  const logged: string[] = [];
  const gate = createGate((level, message) => logged.push(`${level} ${message}`));
  gate.open(handler);
  return { gate, logged };
}

it('logs what nobody foresaw, and answers 500', async () => {
  const { gate, logged } = gateOf(async () => {
    throw new Error('a defect');
  });
  expect((await gate.handle(new Request('http://rag/ask'))).status).toBe(500);
  expect(logged).toEqual(['error unexpected failure']);
});

it('says nothing of a client that has left', async () => {
  const left = new AbortController();
  // The adapter for Node gives a text as the reason, which no handler of errors takes.
  const { gate, logged } = gateOf(async ({ signal }) => {
    left.abort('Client connection prematurely closed.');
    throw signal.reason;
  });
  await gate.handle(new Request('http://rag/ask', { signal: left.signal }));
  expect(logged).toEqual([]);
});
