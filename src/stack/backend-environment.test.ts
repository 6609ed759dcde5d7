import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverConfig } from '@gecko/core/server/server-config';
import { ServerVariables } from '@gecko/core/server/server-variables';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Config, type ConfigValues } from '../config/schema.ts';
import { backendEnvironment } from './backend-environment.ts';
import { CONFIG_FOLDER } from './service-spec.ts';
import { rag } from './services/rag.ts';

let secrets: string;
const token = 't'.repeat(43);

beforeEach(() => {
  secrets = mkdtempSync(join(tmpdir(), 'gecko-secrets-'));
  for (const [name, text] of [
    ['token', `${token}\n`],
    ['qdrant-key', 'q-key'],
    ['generator-key', 'g-key'],
  ])
    writeFileSync(join(secrets, String(name)), String(text));
});
afterEach(() => rmSync(secrets, { recursive: true }));

function environmentOf(config: object): Record<string, string> {
  const environment = backendEnvironment({
    config: Config.parse(config) as ConfigValues,
    owner: { project: 'p', projectId: 'id-1' },
    service: rag,
  });
  // The container's folder of secrets, on this machine.
  return Object.fromEntries(
    Object.entries({ ...rag.env, ...environment }).map(([name, value]) => [
      name,
      value.replace(CONFIG_FOLDER, secrets),
    ]),
  );
}

describe('backendEnvironment', () => {
  it('tells a backend everything that the configuration says', () => {
    const environment = environmentOf({
      web: { origins: ['https://chat.example'] },
      hosts: ['intranet.example'],
      model: 'm',
      keepAlive: '-1',
      generator: {
        kind: 'openai',
        url: 'https://models.example/base/v1',
        key: 'g-key',
        contextTokens: 1024,
        answerTokens: 99,
      },
      corpus: { collection: 'c', language: 'es', chunk: { tokens: 100, overlap: 10 } },
      limits: { deadline: '2m', body: '2MiB', document: '3MiB', concurrency: 5 },
    });
    const { core } = serverConfig(environment);
    expect(core).toMatchObject({
      project: 'p',
      projectId: 'id-1',
      token,
      store: { kind: 'qdrant', url: 'http://qdrant:6333', apiKey: 'q-key' },
      weights: { folder: '/models', offline: true },
      collection: 'c',
      language: 'es',
      chunk: { tokens: 100, overlap: 10 },
      generator: {
        kind: 'openai',
        url: 'http://ollama:11434/base/v1',
        key: 'g-key',
        ollama: ['http://ollama:11434'],
        model: 'm',
        keepAlive: '-1',
        contextTokens: 1024,
        answerTokens: 99,
      },
      hosts: ['intranet.example', 'rag', 'langchain-backend'],
      origins: ['http://127.0.0.1:8081', 'http://localhost:8081', 'https://chat.example'],
      limits: { deadline: 120_000, jsonBytes: 2_097_152, documentBytes: 3_145_728, concurrency: 5 },
    });
  });

  it('uses names that a backend reads, and holds no secret', () => {
    const environment = environmentOf({ generator: { key: 'g-key' } });
    const known = Object.keys(ServerVariables.shape);
    expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
    expect(JSON.stringify(environment)).not.toMatch(/g-key"|q-key"|ttttt/);
  });

  it('agrees with a backend about what is not said', () => {
    const said = serverConfig(environmentOf({})).core;
    const { GECKO_PROJECT, GECKO_PROJECT_ID, GECKO_TOKEN_FILE, QDRANT_HOST, OLLAMA_HOST } =
      environmentOf({});
    const least = serverConfig({
      GECKO_PROJECT,
      GECKO_PROJECT_ID,
      GECKO_TOKEN_FILE,
      QDRANT_HOST,
      OLLAMA_HOST,
    }).core;
    expect({ ...least, instance: '', hosts: [], origins: [], store: null }).toEqual({
      ...said,
      instance: '',
      hosts: [],
      origins: [],
      store: null,
    });
  });
});

describe('serverConfig', () => {
  it.each([
    [{ GECKO_PROJECT: '' }, 'GECKO_PROJECT'],
    [{ QDRANT_HOST: 'qdrant:6333' }, 'QDRANT_HOST'],
    [{ OLLAMA_HOST: undefined }, 'OLLAMA_HOST'],
    [{ GECKO_LIMITS_DEADLINE: '30m' }, 'GECKO_LIMITS_DEADLINE'],
    [{ GECKO_GENERATOR_KIND: 'magic' }, 'GECKO_GENERATOR_KIND'],
    [{ GECKO_TOKEN_FILE: '/nowhere/token' }, '/nowhere/token'],
    [{ GECKO_TOKEN_FILE: '/dev/null' }, 'GECKO_TOKEN_FILE'],
  ])('names what is wrong in %j', (change, name) => {
    expect(() => serverConfig({ ...environmentOf({}), ...change })).toThrowError(name);
  });
});
