import { beforeAll, describe, expect, it } from 'vitest';
import { loadSpecs } from './command-specs.ts';
import { completionOf } from './completion.ts';

describe('completion', () => {
  let list: Awaited<ReturnType<typeof loadSpecs>>;
  beforeAll(async () => {
    list = await loadSpecs();
  });
  const values = (...words: string[]) =>
    completionOf(words, list).candidates.map(({ value }) => value);

  it('offers the commands, by what is written of them', () => {
    expect(values('')).toContain('quickstart');
    expect(values('co')).toEqual(['corpus', 'config', 'completion']);
    expect(completionOf(['as'], list).candidates).toEqual([
      { value: 'ask', summary: expect.stringContaining('the answer names its sources') },
    ]);
  });

  it('offers the commands of a command, and nothing behind an unknown one', () => {
    expect(values('corpus', 'r')).toEqual(['rm', 'reindex', 'rollback']);
    expect(values('--json', 'corpus', 'sh')).toEqual(['show']);
    expect(values('frobnicate', '')).toEqual([]);
  });

  it('offers the options of the command and those of every command', () => {
    expect(values('ask', '--ba')).toEqual(['--backend']);
    expect(values('ask', '--no')).toEqual(['--no-color']);
    expect(values('status', '--ba')).toEqual([]);
    expect(values('ask', '--', '--b')).toEqual([]);
  });

  it('offers the choices of an option, in both spellings', () => {
    expect(values('ask', '--backend', '')).toEqual(['rag', 'qa']);
    expect(values('ask', '--backend=q')).toEqual(['--backend=qa']);
    expect(values('--runtime', 'd')).toEqual(['docker']);
  });

  it.each([
    { words: ['ingest', 'do'], lookup: 'path', before: '', prefix: 'do' },
    { words: ['ingest', 'a', 'b'], lookup: 'path', before: '', prefix: 'b' },
    { words: ['corpus', 'show', 'docs/'], lookup: 'document', before: '', prefix: 'docs/' },
    { words: ['ask', '--filter', 'so'], lookup: 'filter', before: '', prefix: 'so' },
    { words: ['ask', '--filter=so'], lookup: 'filter', before: '--filter=', prefix: 'so' },
    { words: ['corpus', 'show', 'one', ''], lookup: null, before: '', prefix: '' },
    { words: ['ask', '--json', ''], lookup: null, before: '', prefix: '' },
  ])('has $lookup looked up for $words', ({ words, ...expected }) => {
    expect(completionOf(words, list)).toMatchObject(expected);
  });

  it('looks up in the project that the words name', () => {
    expect(completionOf(['-p', 'team', 'corpus', 'show', ''], list).globals).toEqual({
      project: 'team',
    });
  });
});
