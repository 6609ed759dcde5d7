import { describe, expect, it } from 'vitest';
import { analyse } from './analyse.ts';

const facets: Record<string, string[]> = {
  source: ['docs', 'Handbook', 'team notes'],
  path: ['guide/backup.md', 'backup.md', 'releases/2024/may.md', 'datos/precios.csv', 'gecko.yaml'],
  type: ['markdown', 'csv'],
  language: ['en', 'es'],
  author: ['Ana Ruiz', 'Ana'],
  date: ['2024-05-01'],
  status: ['active'],
  version: ['2'],
};
const corpus = {
  fields: async () => Object.keys(facets),
  values: async (field: string) => facets[field] ?? [],
};
const filterOf = async (question: string) => (await analyse([question], corpus)).filter;

describe('analyse', () => {
  it.each([
    ['What is kept, in the file guide/backup.md?', { path: 'guide/backup.md' }],
    ['According to backup.md, how often?', { path: ['guide/backup.md', 'backup.md'] }],
    ['Según el archivo precios.csv, ¿cuánto cuesta?', { path: 'datos/precios.csv' }],
    ['What changed in releases/2024/?', { path: 'releases/2024/' }],
    ['What changed in the folder Releases/?', { path: 'releases/' }],
    ['Who is on call, in the source handbook?', { source: 'Handbook' }],
    ['¿Quién está de guardia según la fuente team notes?', { source: 'team notes' }],
    ['Which prices are in the CSV files?', { type: 'csv' }],
    ['¿Qué dicen los documentos en los archivos markdown?', { type: 'markdown' }],
    ['What do the rules say in the Spanish documents?', { language: 'es' }],
    ['¿Qué se dice en los documentos en inglés?', { language: 'en' }],
    ['What did author Ana Ruiz propose?', { author: 'Ana Ruiz' }],
    ['What was decided, date: 2024-05-01?', { date: '2024-05-01' }],
    ['type csv: what is the price?', { type: 'csv' }],
    ['What is due, status: active, version=2?', { status: 'active', version: '2' }],
    ['What is the price in precios.csv?', { path: 'datos/precios.csv' }],
    ['What are the rules of the document precios.csv?', { path: 'datos/precios.csv' }],
    ['¿Qué dicen las reglas del archivo precios.csv?', { path: 'datos/precios.csv' }],
    [
      'What is said in guide/backup.md and in the file precios.csv?',
      { path: ['guide/backup.md', 'datos/precios.csv'] },
    ],
    [
      'In the files guide/backup.md, gone.md and releases/2024/may.md, what is kept?',
      { path: ['guide/backup.md', 'releases/2024/may.md'] },
    ],
    [
      'Según los archivos "guide/backup.md" y "precios.csv", ¿qué se guarda?',
      { path: ['guide/backup.md', 'datos/precios.csv'] },
    ],
    ['Is it in the source handbook or in the source docs?', { source: ['Handbook', 'docs'] }],
    ['What do author Ana Ruiz and Ana propose?', { author: ['Ana Ruiz', 'Ana'] }],
    ['Is it the same in the CSV files and in the Markdown files?', { type: ['markdown', 'csv'] }],
  ])('finds the filter of: %s', async (question, filter) => {
    expect(await filterOf(question)).toEqual(filter);
  });

  it.each([
    'What is in the file missing.md?',
    'Which keys does gecko.yaml have?',
    'How do I back up the docs?',
    'What type of document is best?',
    'Where is the source code?',
    'How do I write Markdown?',
    'Is there documentation in German documents?',
    'What did author Anastasia propose?',
    'What happens when the status is active?',
    'What was dropped in version 2 of the order form?',
    'Since which date 2024-05-01 or later?',
    'What is the largest size of precios.csv?',
    '¿Cuál es el tamaño de precios.csv?',
    'How do I go back from backup.md?',
  ])('makes no filter of: %s', async (question) => {
    expect(await filterOf(question)).toEqual({});
  });

  it.each([
    ['How do I back up?', 'howto'],
    ['¿Cómo hago una copia?', 'howto'],
    ['What is the difference between rag and qa?', 'compare'],
    ['Summarize the release notes', 'summary'],
    ['Which formats are supported?', 'list'],
    ['Enumera los formatos', 'list'],
    ['Where are the weights?', 'lookup'],
    ['¿Dónde están los pesos?', 'lookup'],
  ])('takes the intent of: %s', async (question, intent) => {
    expect((await analyse([question], corpus)).intent).toBe(intent);
  });

  it('searches the question without the filter too', async () => {
    const { variants } = await analyse(
      ['How long is it kept, in the file guide/backup.md?'],
      corpus,
    );
    expect(variants).toEqual(['How long is it kept?']);
  });

  describe('of a question that goes on from others', () => {
    it.each([
      [
        ['How long, according to guide/backup.md?', 'And in the file releases/2024/may.md?'],
        { path: 'releases/2024/may.md' },
      ],
      [
        ['How long, in the source handbook?', 'And in the file guide/backup.md?', 'And why?'],
        { source: 'Handbook', path: 'guide/backup.md' },
      ],
    ])('takes each filter from the last of %j that names it', async (questions, filter) => {
      expect((await analyse(questions, corpus)).filter).toEqual(filter);
    });

    it('searches them without their filters', async () => {
      const questions = [
        'How long is it kept, according to guide/backup.md?',
        'And in releases/2024/may.md?',
      ];
      const { variants } = await analyse(questions, corpus);
      expect(variants).toEqual(['How long is it kept? And?']);
    });
  });

  it('spells identifiers out', async () => {
    const { variants } = await analyse(['What is OLLAMA_HOST for?'], corpus);
    expect(variants).toEqual(['What is OLLAMA HOST for?']);
  });

  it('leaves a plain question as it is', async () => {
    expect((await analyse(['Where are the weights?'], corpus)).variants).toEqual([]);
  });

  it('stands a field or a value full of marks', async () => {
    const odd = { fields: async () => ['a(b', '__proto__'], values: async () => ['x[', ''] };
    expect((await analyse(['what is a(b: x[ ?'], odd)).filter).toEqual({ 'a(b': 'x[' });
  });
});
