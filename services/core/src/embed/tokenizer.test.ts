import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approximateTokenizer, loadTokenizer, type Tokenizer } from './tokenizer.ts';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'gecko', 'run', '##s', 'σας', 'σασ', '.'];
const id = (token: string) => vocabulary.indexOf(token);
const [CLS, SEP, UNKNOWN] = [id('[CLS]'), id('[SEP]'), id('[UNK]')];

let folder: string;
let tokenizer: Tokenizer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gecko-test-'));
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(definition()));
  tokenizer = await loadTokenizer(join(folder, 'tokenizer.json'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('loadTokenizer', () => {
  it('encodes with special tokens, neither padded nor cut at the 128 that the file asks for', () => {
    expect(ids('Gecko runs.')).toEqual([CLS, id('gecko'), id('run'), id('##s'), id('.'), SEP]);
    expect(ids('gecko '.repeat(200))).toHaveLength(202);
  });

  it('cuts at 256 and still ends with the separator', () => {
    const cut = ids('gecko '.repeat(300));
    expect(cut).toHaveLength(256);
    expect(cut.at(-1)).toBe(SEP);
    expect(cut.slice(1, -1).every((token) => token === id('gecko'))).toBe(true);
  });

  it('counts what it encodes, without the special tokens', () => {
    const words = fc.constantFrom(
      'gecko',
      'runs',
      ' ',
      '\n',
      '\t',
      '.',
      'é',
      '\u00a0',
      '\u200b',
      '数',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        expect(tokenizer.count(text)).toBe(ids(text).length - 2);
      }),
    );
  });

  it('reads marks, rare Chinese and Greek as the reference tokenizer does', () => {
    expect(ids('gẹ̀ckọ́')).toEqual([CLS, id('gecko'), SEP]);
    expect(ids('gecko𠀋runs')).toEqual([CLS, id('gecko'), UNKNOWN, id('run'), id('##s'), SEP]);
    expect(ids('ΣΑΣ')).toEqual([CLS, id('σασ'), SEP]);
  });

  it('names the file that is no tokenizer', async () => {
    const file = join(folder, 'broken.json');
    await writeFile(file, '{ "model": {');
    await expect(loadTokenizer(file)).rejects.toThrow('broken.json is no WordPiece tokenizer');
    await writeFile(file, '{}');
    await expect(loadTokenizer(file)).rejects.toThrow('broken.json is no WordPiece tokenizer');
  });
});

describe('approximateTokenizer', () => {
  it('counts about four letters or one sign a token and encodes nothing', () => {
    expect(approximateTokenizer.count('backup the volume.')).toBe(2 + 1 + 2 + 1);
    expect(approximateTokenizer.count(' \n')).toBe(0);
    expect(approximateTokenizer.encode('backup')).toBeNull();
  });
});

function ids(text: string): number[] {
  return Array.from(tokenizer.encode(text) ?? []);
}

/** A tokenizer.json like the model's, with a vocabulary of ten. */
function definition() {
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'].map((content) => ({
    id: id(content),
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  const token = (content: string) => ({ SpecialToken: { id: content, type_id: 0 } });
  return {
    version: '1.0',
    truncation: { max_length: 128, strategy: 'LongestFirst', stride: 0 },
    padding: { strategy: { Fixed: 128 }, pad_id: 0, pad_type_id: 0, pad_token: '[PAD]' },
    added_tokens: special,
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [token('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, token('[SEP]')],
      pair: [],
      special_tokens: {
        '[CLS]': { id: '[CLS]', ids: [CLS], tokens: ['[CLS]'] },
        '[SEP]': { id: '[SEP]', ids: [SEP], tokens: ['[SEP]'] },
      },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((word, index) => [word, index])),
    },
  };
}
