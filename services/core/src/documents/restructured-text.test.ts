import { describe, expect, it } from 'vitest';
import { formatOf, parseStored, parseText } from './parse.ts';
import type { ParsedDocument } from './port.ts';

function parse(text: string, path = 'pump.rst'): ParsedDocument {
  const format = formatOf(path);
  if ('readBytes' in format) throw new Error(`${path} is no text`);
  return parseText({ bytes: Buffer.from(text), path }, format, 'auto');
}

/** Blocks as `kind headings: text`. */
function outline({ text, blocks }: ParsedDocument): string[] {
  return blocks.map(
    ({ kind, headings, start, end }) => `${kind} ${headings.join('/')}: ${text.slice(start, end)}`,
  );
}

const textOf = (source: string) =>
  parse(source)
    .text.replace(/\n{2,}/g, '\n')
    .trim();

describe('reStructuredText', () => {
  it('takes titles with their levels by the order of their adornments, whatever these are', () => {
    const document = parse(
      [
        '==========',
        'Pump guide',
        '==========',
        '',
        'Oil',
        '===',
        'It takes 2 litres.',
        '',
        'Filter',
        '::::::',
        '',
        'Clean it.',
        '',
        'Belt',
        '````',
        'Check it.',
        '',
        'Water',
        '=====',
        'Clean water only.',
      ].join('\n'),
    );
    expect(document.title).toBe('Pump guide');
    expect(outline(document)).toEqual([
      'heading Pump guide: # Pump guide',
      'heading Pump guide/Oil: ## Oil',
      'paragraph Pump guide/Oil: It takes 2 litres.',
      'heading Pump guide/Oil/Filter: ### Filter',
      'paragraph Pump guide/Oil/Filter: Clean it.',
      'heading Pump guide/Oil/Filter/Belt: #### Belt',
      'paragraph Pump guide/Oil/Filter/Belt: Check it.',
      'heading Pump guide/Water: ## Water',
      'paragraph Pump guide/Water: Clean water only.',
    ]);
    expect(parseStored({ ...document, path: 'pump.rst' }, 'auto')).toEqual(document);
  });

  it('takes title and metadata from remarks at the start', () => {
    const document = parse(
      '.. title: Bombas\n.. tags: agua, riego\n.. slug: x\n\nUso\n---\n\n.. title: no\n\nTexto.',
    );
    expect(document.title).toBe('Bombas');
    expect(document.metadata).toEqual({ tags: ['agua', 'riego'] });
    expect(outline(document)).toEqual([
      'heading Bombas: # Bombas',
      'heading Bombas/Uso: ## Uso',
      'paragraph Bombas/Uso: Texto.',
    ]);
  });

  it('keeps the text of literal blocks and code, and the lines of everything', () => {
    const source = [
      'Start it::',
      '',
      '  pump --start',
      '    --slow  # ``kept``',
      '',
      'or',
      '',
      '.. code-block:: bash',
      '   :linenos:',
      '',
      '   pump --stop',
      '',
      '- in a list::',
      '',
      '      pump --wait',
      '',
      '  then go on',
      '',
      '>>> pump.flow()',
      '20',
      '',
      'End.',
    ];
    const { text, blocks } = parse(source.join('\n'));
    expect(text.split('\n')).toEqual([
      'Start it:',
      '```',
      'pump --start',
      '  --slow  # ``kept``',
      '```',
      'or',
      '',
      '',
      '',
      '```bash',
      'pump --stop',
      '```',
      '- in a list:',
      '```',
      'pump --wait',
      '```',
      '  then go on',
      '```python',
      '>>> pump.flow()',
      '20',
      '```',
      'End.',
    ]);
    expect(blocks.filter(({ kind }) => kind === 'code')).toHaveLength(4);
  });

  it('leaves out what is no text, and keeps what an admonition says', () => {
    const source = [
      '.. include:: more.rst',
      '.. image:: pump.png',
      '   :alt: A pump',
      '.. A comment',
      '   of two lines.',
      '..',
      '',
      '.. _target:',
      '.. |v| replace:: 4.2',
      '.. warning:: Close the valve',
      '   before |v| bar.',
      '',
      '.. note::',
      '',
      '    Use clean water.',
      '',
      '    Not salt water.',
      '',
      '.. raw:: html',
      '',
      '    <b>no</b>',
      '',
      '----------',
      '',
      '.. only:: latex',
      '',
      '   On paper.',
      '',
      '.. only:: html',
      '',
      '   On a page.',
    ];
    expect(textOf(source.join('\n')).split('\n')).toEqual([
      'Close the valve',
      'before 4.2 bar.',
      'Use clean water.',
      'Not salt water.',
      'On a page.',
    ]);
  });

  it('makes tables of tables, without their rules', () => {
    const grid = [
      '+-------+----------+',
      '| Model | Flow     |',
      '+=======+==========+',
      '| A1    | 20 l/s,  |',
      '|       | at least |',
      '+-------+----------+',
      '| B2    | 35 l/s   |',
      '+-------+----------+',
    ];
    const simple = [
      '=====  =======',
      'Model  Flow',
      '=====  =======',
      'A1     20 l/s,',
      '       at least',
      'B2     35 l/s',
      '=====  =======',
    ];
    const csv = [
      '.. csv-table::',
      '   :header: Model, Flow',
      '',
      '   A1, "20 l/s, at least"',
      '   "B2", 35 l/s',
    ];
    const lists = [
      '.. list-table::',
      '   :header-rows: 1',
      '   :widths: 20 80',
      '',
      '   * - Model',
      '     - Flow',
      '   * - A1',
      '     - 20 l/s,',
      '       at least',
      '   * - B2',
      '     - 35 l/s',
    ];
    for (const table of [grid, simple, csv, lists]) {
      const document = parse(`Pumps:\n\n${table.join('\n')}\n\nEnd.`);
      expect(outline(document)).toEqual([
        'paragraph : Pumps:',
        'table : | Model | Flow |\n| --- | --- |\n| A1 | 20 l/s, at least |\n| B2 | 35 l/s |',
        'paragraph : End.',
      ]);
      expect(document.text.split('\n').at(table.length + 3)).toBe('End.');
    }
  });

  it('keeps the titles of tables, and cells that go over lines', () => {
    const source = [
      '.. csv-table:: Sweets',
      '   :header: Name, Price',
      '',
      '   "Crunchy',
      '   frog", 1.49',
      '',
      '.. csv-table::',
      '   :delim: ;',
      '',
      '   a; 1,5',
      '   "b',
      '',
      '.. list-table:: Codes',
      '',
      '   * - 7',
      '     - The disk is full',
      '   * -',
      '     - - none',
    ];
    expect(outline(parse(source.join('\n')))).toEqual([
      'paragraph : Sweets',
      'table : | Name | Price |\n| --- | --- |\n| Crunchy frog | 1.49 |',
      'table : |  |  |\n| --- | --- |\n| a | 1,5 |\n| "b |  |',
      'paragraph : Codes',
      'table : |  |  |\n| --- | --- |\n| 7 | The disk is full |\n|  | - none |',
    ]);
  });

  it.each([
    ['.. math:: E = m c^2', '```\nE = m c^2\n```'],
    ['.. math:: a_1\n   :label: eq\n\n   b = \\ c', '```\na_1\nb = \\ c\n```'],
    ['.. class:: Pump(flow=20)\n\n   A pump.', 'Pump(flow=20)\nA pump.'],
    ['.. class:: small\n\n   A pump.', 'A pump.'],
    ['.. py:class:: valve', 'valve'],
    ['.. http:get:: /users/(int:id)\n\n   One user.', 'GET /users/(int:id)\nOne user.'],
    ['.. tab-item:: Windows\n\n   Call setup.exe.', 'Windows\nCall setup.exe.'],
    ['.. setting:: MAX_USERS\n\n   How many.', 'MAX_USERS\nHow many.'],
    ['.. confval:: max_users', 'max_users'],
    ['.. autofunction:: pump.flow', 'pump.flow'],
    ['.. c:macro:: MAX_USERS', 'MAX_USERS'],
    ['.. code-tab:: bash Linux\n\n   a  b', '```bash\na  b\n```'],
    ['.. container:: wide\n\n   Text.', 'Text.'],
    ['.. figure:: a.png\n\n   The pump.', 'The pump.'],
    ['.. versionadded:: 2.6', 'Added in 2.6.'],
    ['.. versionchanged:: 2.6 Takes less.', 'Changed in 2.6: Takes less.'],
    ['.. deprecated:: 3.1\n   Use flow.', 'Deprecated since 3.1:\nUse flow.'],
    ['.. deprecated-removed:: 3.8 3.10', 'Deprecated in 3.8, removed in 3.10.'],
    ['.. deprecated-removed:: 3.8 4 Use a.', 'Deprecated in 3.8, removed in 4: Use a.'],
  ])('keeps arguments that are text: %j', (source, text) => {
    expect(textOf(`Start.\n\n${source}\n\nEnd.`)).toBe(`Start.\n${text}\nEnd.`);
  });

  it('leaves out targets that say nothing of their own', () => {
    const source = ['setting', 'templatetag', 'fieldlookup'].map(
      (name) => `.. ${name}:: ${name}\n\n`,
    );
    expect(textOf(`Start.\n\n${source.join('')}\`\`setting\`\`\n-----------\n\nEnd.`)).toBe(
      'Start.\n# `setting`\nEnd.',
    );
  });

  it('writes links, literals and roles as Markdown does', () => {
    expect(
      textOf(
        'See `the shop`_, shop_ or `us <https://us.example>`_ in :ref:`Chapter 2 <two>`, [1]_;\nrun ``a_ `b` | c`` or `it`; some_name_ stays.\n\n.. _the shop: https://shop.example/a_b\n.. _shop: https://s.example\n.. [1] A note.',
      ),
    ).toBe(
      'See [the shop](https://shop.example/a_b), [shop](https://s.example) or [us](https://us.example) in Chapter 2, [1];\nrun `a_ `b` | c` or it; some_name_ stays.\n[1] A note.',
    );
  });

  it('shows no deep indentation as code, nor lines as headings', () => {
    expect(
      textOf(
        'Term\n        What it means.\n\n        More of it.\n\nText\nmore\n-----\n# not a heading\n\n:Flow: 20 l/s',
      ),
    ).toBe(
      'Term\n   What it means.\n   More of it.\nText\nmore\n\\# not a heading\n- Flow: 20 l/s',
    );
  });

  it('is known by its extensions, also where there are two', () => {
    for (const path of ['a.rst', 'a.rest', 'a.rst.inc', 'b/a.rst.txt'])
      expect(parse('text', path).mediaType).toBe('text/x-rst');
    for (const path of ['a.inc', 'a.txt', 'rst/a'])
      expect(parse('text', path).mediaType).toBe('text/plain');
  });
});
