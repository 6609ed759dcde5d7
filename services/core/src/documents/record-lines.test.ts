import { describe, expect, it } from 'vitest';
import { formatOf, parseStored, parseText } from './parse.ts';
import type { ParsedDocument } from './port.ts';

function parse(text: string, path: string): ParsedDocument {
  const format = formatOf(path);
  if ('readBytes' in format) throw new Error(`${path} is no text`);
  return parseText({ bytes: Buffer.from(text), path }, format, 'auto');
}

/** Blocks as `kind: text`. */
function outline({ text, blocks }: ParsedDocument): string[] {
  return blocks.map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`);
}

describe('CSV', () => {
  it('gives each record a line, with the names of the header', () => {
    const document = parse('name,note\n"a\nb",é 👩‍🚀\nc,\n', 'a.csv');
    expect(outline(document)).toEqual([
      'heading: name; note',
      'row: name: a b; note: é 👩‍🚀',
      'row: name: c',
    ]);
    expect(parseStored({ ...document, path: 'a.csv' }, 'auto')).toEqual(document);
  });

  it('names columns that share a name, or have none, and reads the delimiter that Excel writes', () => {
    expect(parse('date,amount,amount,\n2024-01-02,17,19,lamp\n', 'a.csv').text).toBe(
      'date; amount; amount (2); column 4\ndate: 2024-01-02; amount: 17; amount (2): 19; column 4: lamp',
    );
    expect(parse('sep=;\na;b\n1;2\n', 'a.csv').text).toBe('\na; b\na: 1; b: 2');
    expect(parse('Ann,Ann\nBob,Eve\n', 'a.csv').text).toBe('Ann; Ann\nBob; Eve');
  });

  it.each([
    ['Informe 2024\n\nnombre;valor\nA;1,5\nB;2,5\n', 'nombre: A; valor: 1,5'],
    ['A;1,5\nB;2,5\n', 'A; 1,5'],
    ['name;note\nA;a, b, c\nB;"x,y;z,\n1,2"\n', 'name: A; note: a, b, c'],
    ['a,b,c\n1,2,3\n4,5\n', 'a: 1; b: 2; c: 3'],
    ['at,note\n1,up; ok\n2,3, 4; ok\n3,5, 6, 7; ok\n', 'at: 1; note: up; ok'],
    ['Ventas, 2024\n\nnombre;valor\nA;1,5\nB;2,5\n', 'nombre: A; valor: 1,5'],
    ['size\tpipe\n1,5\t5"\n2,5\t6"\n', 'size: 1,5; pipe: 5"'],
  ])('takes the delimiter by the first lines, not by one alone: %j', (source, row) => {
    expect(parse(source, 'a.csv').text.split('\n')).toContain(row);
  });

  it('takes titles above the header for what they are', () => {
    const document = parse('Sales 2024,,\nIn euros,,\n\nname,May,June\nA,1,2\nB,3,4\n', 'a.csv');
    expect(document.title).toBe('Sales 2024');
    expect(outline(document)).toEqual([
      'heading: Sales 2024',
      'heading: In euros',
      'heading: name; May; June',
      'row: name: A; May: 1; June: 2',
      'row: name: B; May: 3; June: 4',
    ]);
    expect(parseStored({ ...document, path: 'a.csv' }, 'auto')).toEqual(document);
    const list = 'pear\nfig\nplum, fresh\nkiwi\nlime\n';
    expect(parse(list, 'a.csv').text).toBe('pear\nfig\nplum; fresh\nkiwi\nlime');
  });

  it('has each record in the line in which it begins in the file', () => {
    expect(parse('name,note\n\n"a\nb",c\nd,"e\n\nf"\ng,h\n', 'a.csv').text).toBe(
      'name; note\n\nname: a b; note: c\n\nname: d; note: e f\n\n\nname: g; note: h',
    );
  });

  it('takes no header from a table of values', () => {
    expect(outline(parse('1;2\n3;4\n', 'a.csv'))).toEqual(['row: 1; 2', 'row: 3; 4']);
  });

  it.each([
    ['Country,2022,2023\nSpain,47.8,48.1\n', 'Country: Spain; 2022: 47.8; 2023: 48.1'],
    ['Country,2022\nSpain,"47,800,000"\nFrance,n/a\n', 'Country: Spain; 2022: 47,800,000'],
    ['Site,1,2,3\nNorth,10,,12 %\n', 'Site: North; 1: 10; 3: 12 %'],
    ['amount\n12\n13\n', 'amount: 12'],
  ])('takes years and ordinals above figures as names: %j', (source, row) => {
    expect(parse(source, 'a.csv').text.split('\n')[1]).toBe(row);
  });

  it.each([
    'Ann,1990\nBob,2001\n',
    'Ann,1,2\nBob,3,4\n',
    'Ann,34,2022\nBob,35,2023\n',
    'Site,2022,2022\nNorth,1,2\n',
    'Room,2022\nNorth,large\n',
    'Yes\nNo\n',
    'Prices of 2022\nlamp,17\n',
  ])('takes no names from values, nor from lists: %j', (source) => {
    expect(parse(source, 'a.csv').text).toBe(source.trim().replaceAll(',', '; '));
  });

  it('refuses an open quotation with its line', () => {
    expect(() => parse('a,b\n"c,d\n', 'a.csv')).toThrowError(
      expect.objectContaining({
        code: 'DOCUMENT_UNREADABLE',
        message: expect.stringMatching(/line/),
      }),
    );
  });
});

describe('JSON Lines', () => {
  it('makes each line a block', () => {
    const source =
      '{"a":1,"owner":{"name":"Ines","tags":["x","y"]}}\n\n{"b":null,"c":[{"d":2}]}\n"text"\n';
    expect(outline(parse(source, 'a.jsonl'))).toEqual([
      'row: a: 1; owner.name: Ines; owner.tags: x, y',
      'row: c.0.d: 2',
      'row: text',
    ]);
  });

  it.each([4_500, 200_000])('refuses a line that is nested beyond reason: %i levels', (levels) => {
    const line = `${'['.repeat(levels)}1${']'.repeat(levels)}`;
    expect(() => parse(line, 'a.jsonl')).toThrowError(
      expect.objectContaining({ code: 'DOCUMENT_UNREADABLE' }),
    );
  });

  it('keeps each number as it is written', () => {
    const source = '{"id":12345678901234567890,"price":10.50,"list":[1.0,-2e5]}\n9007199254740993';
    expect(parse(source, 'a.jsonl').text).toBe(
      'id: 12345678901234567890; price: 10.50; list: 1.0, -2e5\n9007199254740993',
    );
  });

  it('refuses a broken line by its number', () => {
    expect(() => parse('{"a":1}\n{b}\n', 'a.jsonl')).toThrowError(
      expect.objectContaining({
        code: 'DOCUMENT_UNREADABLE',
        message: expect.stringContaining('JSON Lines: line 2, column 2'),
      }),
    );
  });
});
