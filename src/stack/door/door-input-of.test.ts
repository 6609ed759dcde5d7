import { expect, it } from 'vitest';
import { Config, type ConfigValues } from '../../config/schema.ts';
import { doorInputOf } from './door-input-of.ts';
import { hostPattern } from './nginx-text.ts';

const input = (values: object, hostOllama: string | null = null) =>
  doorInputOf(
    {
      owner: { project: 'p', projectId: 'id-1', version: '1', createdBy: 'ana@server' },
      config: Config.parse(values) as ConfigValues,
      token: 'token',
      hostOllama,
    },
    null,
  );

it('names each replica, and the origins of every published page', () => {
  const { rag, origins } = input({
    ports: { web: [80, 8081] },
    web: { origins: ['https://chat.example'] },
    services: { rag: { replicas: 2 } },
  });
  expect(rag).toEqual({ replicas: ['rag:8000'], first: 'p-rag-1:8000', isOurs: true });
  expect(origins).toContain('http://localhost:8081');
  expect(origins).toContain('https://chat.example');
});

it("knows a user's own backend by its image or its folder", () => {
  expect(input({ services: { rag: { build: '/mine' } } }).rag.isOurs).toBe(false);
  expect(input({ services: { qa: { image: 'mine:1' } } }).qa.isOurs).toBe(false);
  expect(input({ images: { rag: 'mirror.example/gecko:1' } }).rag.isOurs).toBe(true);
});

it('closes the ports that are not published', () => {
  const { qdrant, ollama } = input({ publish: { qdrant: false, ollama: false } });
  expect(qdrant).toMatchObject({ isPublished: false });
  expect(ollama).toMatchObject({ isPublished: false });
});

it.each([
  ['a container', {}, null, { url: 'http://ollama:11434', isContainer: true }],
  [
    'the host',
    {},
    'http://172.17.0.1:11434',
    { url: 'http://172.17.0.1:11434', isContainer: false },
  ],
  [
    'a server',
    { url: 'http://gpu.example:11434/x' },
    null,
    { url: 'http://gpu.example:11434/x', isContainer: false },
  ],
  [
    'an OpenAI-compatible server',
    { kind: 'openai', url: 'https://m.example/v1' },
    null,
    { url: 'https://m.example', isContainer: false },
  ],
])('finds Ollama in %s', (_, generator, host, found) => {
  expect(input({ generator }, host).ollama).toMatchObject(found);
});

it('asks for none where no language model writes the answers', () => {
  expect(input({ generator: { kind: 'extractive' } }).ollama).toBeNull();
});

it('answers to the IPv6 address that it is published at', () => {
  const { hosts } = input({ bind: 'fd00::5', expose: true, hosts: ['rag.example'] });
  expect(hosts).toEqual(['rag.example', '[fd00::5]']);
  expect(hostPattern(hosts)).toBe(String.raw`rag\.example|\[fd00::5\]`);
});
