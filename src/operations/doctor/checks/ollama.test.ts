import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import { ollama } from './ollama.ts';

let project: ExaminedProject;
beforeEach(async () => {
  project = await examinedProject();
});
afterEach(() => project.remove());

const never = new AbortController().signal;

describe('ollama', () => {
  beforeEach(() => project.up());

  it('is content with the model there, and notes that it is not loaded', async () => {
    expect(await project.examine(ollama)).toMatchObject([{ code: 'MODEL', severity: 'ok' }]);
    project.docker.ollama.loaded.clear();
    expect(await project.examine(ollama)).toMatchObject([
      { severity: 'ok', text: expect.stringContaining('0.35.0') },
      { severity: 'note', text: expect.stringContaining('not loaded') },
    ]);
  });

  it('takes a version with a known hole for a problem', async () => {
    project.docker.ollama.versionIs = '0.34.2';
    expect(await project.examine(ollama)).toContainEqual(
      expect.objectContaining({ code: 'OLLAMA_VULNERABLE', severity: 'problem' }),
    );
  });

  it('misses the model, and pulls it', async () => {
    project.docker.ollama.has.clear();
    expect(await project.examine(ollama)).toMatchObject([
      { code: 'MODEL_MISSING', severity: 'problem', fix: { command: 'gecko model pull llama3' } },
    ]);
    await project.mend(ollama, 'MODEL_MISSING');
    expect(await project.examine(ollama)).toMatchObject([{ severity: 'ok' }]);
  });

  it('pulls nothing offline', async () => {
    project.docker.ollama.has.clear();
    Object.assign(project.runtime.config, { offline: true });
    await expect(project.mend(ollama, 'MODEL_MISSING')).rejects.toThrow('nothing mends');
  });

  it('warns of a context that the model was not made for', async () => {
    project.runtime.config.generator.contextTokens = 16_384;
    expect(await project.examine(ollama)).toContainEqual(
      expect.objectContaining({
        code: 'MODEL_CONTEXT',
        severity: 'warning',
        text: 'generator.contextTokens is 16384, and llama3 was made for 8192',
      }),
    );
  });

  it('notes a model that another program has loaded with less', async () => {
    const asked = { model: 'llama3', prompt: '', tokens: 0, keepAlive: '5m' };
    await project.docker.ollama.generate({ ...asked, contextTokens: 512 }, never);
    expect(await project.examine(ollama)).toContainEqual(
      expect.objectContaining({ code: 'MODEL_CONTEXT', severity: 'note' }),
    );
  });

  it('is told that it does not answer, and restarts it', async () => {
    project.docker.ollama.version = async () => {
      throw new GeckoError('DEADLINE', 'no answer', { exitCode: exitCodes.timeout });
    };
    expect(await project.examine(ollama)).toMatchObject([
      { code: 'OLLAMA_SILENT', severity: 'problem', fix: { command: 'gecko restart ollama' } },
    ]);
    project.docker.fake.crash('gecko-ollama-1', 1);
    expect(await project.examine(ollama)).toBe('ollama does not run');
  });

  it('says nothing where Ollama writes no answers', async () => {
    project.runtime.config.generator.kind = 'extractive';
    expect(await project.examine(ollama)).toBe(
      'Answers are not written by Ollama: generator.kind is extractive',
    );
  });
});

describe('an Ollama of the user', () => {
  it('is missed where nothing else writes answers', async () => {
    project.runtime.connectOllama = () => ({
      ...project.runtime.hostOllama,
      version: async () => {
        throw new GeckoError('BACKEND_UNREACHABLE', 'nobody', { exitCode: exitCodes.engine });
      },
    });
    const absent = { code: 'GENERATOR_UNREACHABLE', severity: 'warning' };
    expect(await project.examine(ollama, 'embedded')).toMatchObject([absent]);
    project.runtime.config.generator.kind = 'ollama';
    expect(await project.examine(ollama, 'embedded')).toMatchObject([
      { ...absent, severity: 'problem' },
    ]);
  });

  it('has the same hole, which a person has to mend', async () => {
    project.runtime.hostOllama.versionIs = '0.33.3';
    await project.runtime.hostOllama.pull('llama3', () => {}, never);
    const found = await project.examine(ollama, 'embedded');
    expect(found).toContainEqual(
      expect.objectContaining({
        code: 'OLLAMA_VULNERABLE',
        fix: { what: expect.stringContaining('0.35.0 or newer'), command: null },
      }),
    );
  });
});
