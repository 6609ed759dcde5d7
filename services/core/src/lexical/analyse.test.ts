import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, detectLanguage, queryTerms, questionWords } from './analyse.ts';

/** Whether any term of the question is a term of the text. */
function finds(question: string, text: string): boolean {
  const terms = new Set(analyse(text).terms);
  return queryTerms(question).some((term) => terms.has(term));
}

describe('analyse', () => {
  it.each([
    ['configuracion', 'La configuración se guarda en el disco.'],
    ['configuracion', 'Todas las configuraciones del proyecto.'],
    ['configuración', 'la configuracion del proyecto'],
    ['volumen', 'Los volúmenes se copian en el disco.'],
    ['volúmenes', 'El volumen de la base de datos.'],
    ['restoring', 'Use this to restore a backup.'],
    ['¿Cómo hago copias?', 'Se hace una copia de los datos.'],
    ['backups', 'Make a backup of the volume.'],
    ['OLLAMA_HOST', 'Set OLLAMA_HOST=http://ollama:11434 in the file.'],
    ['ollama host', 'OLLAMA_HOST'],
    ['all-MiniLM-L6-v2', 'The model all-MiniLM-L6-v2 is used.'],
    ['minilm', 'The model all-MiniLM-L6-v2 is used.'],
    ['gecko3', 'the collection corpus_gecko3'],
    ['lance', 'LanceDB stores it'],
    ['--auto-gpu', 'gecko up --auto-gpu'],
    ['api key', 'QDRANT__SERVICE__API_KEY'],
    ['gecko.yaml', './project/gecko.yaml'],
    ['8002', 'listens on :8002.'],
    ['1.18.3', 'qdrant/qdrant:1.18.3'],
    ['Straße', 'STRASSE'],
    ['llama', 'llama3'],
    ['数据库', '向量数据库很快'],
    ['데이터', '데이터베이스를 복원'],
    ['C++', 'written in C++ and Rust'],
    ['hyphenation', 'hyphen\u00adation is invisible'],
    ['ﬁle', 'a file'],
    ['пример', 'Это пример текста'],
  ])('finds by %s: %s', (question, text) => {
    expect(finds(question, text)).toBe(true);
  });

  it('keeps a form once where stem and surface agree, and repeats it for each occurrence', () => {
    expect(analyse('gecko gecko', 'en').terms).toEqual(['gecko', 'gecko']);
  });

  it('stems in both languages where the language is unknown', () => {
    expect(analyse('restoring', null).terms).toContain('restor');
    expect(analyse('restaurando', null).terms).toContain('restaur');
  });

  it('makes terms without white space from any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const term of analyse(text).terms) expect(term).toMatch(/^\S+$/u);
      }),
      { examples: [['\u0300'], ['a \u0301 b']] },
    );
  });
});

describe('queryTerms', () => {
  it.each([
    ['¿Cómo puedo hacer una copia de los datos?', ['copia', 'copi', 'datos', 'dat']],
    ['How do I restore the backup?', ['restore', 'restor', 'backup']],
    ['what is it', ['what', 'is', 'it']],
    ["What is gecko's port?", ['gecko', 'port']],
  ])('drops the words that say nothing: %s', (question, terms) => {
    expect(queryTerms(question)).toEqual(terms);
  });

  it('keeps English words that Spanish would drop', () => {
    expect(queryTerms('What is the sin of the father?')).toContain('sin');
  });
});

describe('questionWords', () => {
  it('gives an identifier and each of its parts as words of their own', () => {
    expect(questionWords('What does OLLAMA_HOST do?').map(({ word }) => word)).toEqual([
      'OLLAMA_HOST',
      'OLLAMA',
      'HOST',
    ]);
  });
});

describe('detectLanguage', () => {
  it.each([
    ['¿Cómo hago una copia?', 'es'],
    ['como restaurar el volumen', 'es'],
    ['donde se guardan los pesos', 'es'],
    ['Configuración', 'es'],
    ['que es gecko', 'es'],
    ['instalar gecko en linux', 'es'],
    ['puertos que usa qdrant', 'es'],
    ['How do I back up Qdrant?', 'en'],
    ['restore the volume', 'en'],
    ['where are weights kept', 'en'],
    ['who wrote Don Quijote de la Mancha and when was it published', 'en'],
    ['Where are the embedding weights kept?', 'en'],
    ['qdrant', null],
    ['OLLAMA_HOST', null],
    ['Onde os dados são guardados e como não perder uma cópia', null],
    ['Où sont les données et comment faire une copie avec le programme', null],
    ['Wo ist der Ordner und wie kann man ihn nicht verlieren', null],
    ['', null],
  ])('says %s is %s', (text, language) => {
    expect(detectLanguage(text)).toBe(language);
  });
});
