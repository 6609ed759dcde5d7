import { expect, it } from 'vitest';
import { shareLookups } from './share-lookups.ts';

type Hear = (error: Error | null, address?: string) => void;

/** A resolver whose answers come when the test gives them. */
function slowResolver() {
  const asked: { name: string; answer: Hear }[] = [];
  const resolver = {
    lookup(name: string, _options: unknown, answer: Hear) {
      asked.push({ name, answer });
    },
  };
  shareLookups(resolver);
  const heard: string[] = [];
  return {
    asked,
    heard,
    look: (name: string, options: object = {}) =>
      resolver.lookup(name, options, (error, address) =>
        heard.push(`${name} ${error?.message ?? address}`),
      ),
  };
}

it('looks a name up once for all who wait for it, and anew after that', () => {
  const { asked, heard, look } = slowResolver();
  look('ollama');
  look('ollama');
  look('qdrant');
  look('ollama', { all: true });
  expect(asked.map(({ name }) => name)).toEqual(['ollama', 'qdrant', 'ollama']);
  asked[0]?.answer(new Error('EAI_AGAIN'));
  expect(heard).toEqual(['ollama EAI_AGAIN', 'ollama EAI_AGAIN']);
  look('ollama');
  asked[3]?.answer(null, '10.0.0.2');
  expect(heard.at(-1)).toBe('ollama 10.0.0.2');
});

it('is what a connection is made with', async () => {
  const { default: dns } = await import('node:dns');
  const { connect } = await import('node:net');
  const plain = dns.lookup;
  let names: string[] = [];
  Object.assign(dns, {
    lookup: (name: string, _: unknown, answer: Hear) => {
      names = [...names, name];
      setImmediate(answer, new Error('of a test'));
    },
  });
  shareLookups();
  const failure = () =>
    new Promise((resolve) => connect(1, 'name.invalid').on('error', (e) => resolve(e.message)));
  try {
    expect(await Promise.all([failure(), failure(), failure()])).toEqual(
      Array(3).fill('of a test'),
    );
    expect(names).toEqual(['name.invalid']);
  } finally {
    Object.assign(dns, { lookup: plain });
  }
});
