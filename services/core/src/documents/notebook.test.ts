import { describe, expect, it } from 'vitest';
import { formatOf, parseStored, parseText } from './parse.ts';

function parse(file: unknown, path = 'pump.ipynb') {
  const format = formatOf(path);
  if ('readBytes' in format) throw new Error(`${path} is no text`);
  const bytes = Buffer.from(typeof file === 'string' ? file : JSON.stringify(file));
  return parseText({ bytes, path }, format, 'auto');
}

const picture = 'iVBORw0KGgo'.repeat(10_000);

describe('Jupyter notebooks', () => {
  it('give prose, code and what was printed, without pictures', () => {
    const document = parse({
      nbformat: 4,
      metadata: { kernelspec: { language: 'python' } },
      cells: [
        {
          cell_type: 'markdown',
          source: ['# Pumps\n', '\n', `How they run ![flow](data:image/png;base64,${picture}).`],
        },
        {
          cell_type: 'code',
          source: 'print(flow)\n\nplot()',
          outputs: [
            { output_type: 'stream', name: 'stdout', text: ['\u001b[31m20\u001b[0m l/s\n'] },
            {
              output_type: 'display_data',
              data: { 'image/png': picture, 'text/plain': ['<Figure size 640x480>'] },
            },
            { output_type: 'error', ename: 'ValueError', evalue: 'too fast', traceback: ['x'] },
          ],
        },
        { cell_type: 'code', source: [], outputs: [] },
        { cell_type: 'markdown', source: '## End' },
      ],
    });
    expect(document).toMatchObject({ title: 'Pumps', mediaType: 'application/x-ipynb+json' });
    expect(document.text).toBe(
      [
        '# Pumps\n\nHow they run flow.',
        '```python\nprint(flow)\n\nplot()\n```',
        '```\n20 l/s\nValueError: too fast\n```',
        '## End',
      ].join('\n\n'),
    );
    expect(document.blocks.map(({ kind }) => kind)).toEqual([
      'heading',
      'paragraph',
      'code',
      'code',
      'heading',
    ]);
    expect(parseStored({ ...document, path: 'pump.ipynb' }, 'auto')).toEqual(document);
  });

  it('keep the beginning of what was printed', () => {
    const text = Array.from({ length: 1_000 }, (_, i) => `line ${i}\n`);
    const outputs = [{ output_type: 'stream', text }];
    const document = parse({ cells: [{ cell_type: 'code', source: 'run()', outputs }] });
    expect(document.text).toMatch(/line 0\n[\s\S]*line 2\d\d\n…\n```$/);
    expect(document.text.length).toBeLessThan(2_100);
  });

  it('are read in their older form, too', () => {
    const cells = [
      { cell_type: 'heading', level: 2, source: ['Pumps'] },
      { cell_type: 'code', input: ['go()'], outputs: [{ output_type: 'stream', text: ['on'] }] },
    ];
    expect(parse({ nbformat: 3, worksheets: [{ cells }] }).text).toBe(
      '## Pumps\n\n```python\ngo()\n```\n\n```\non\n```',
    );
  });

  it('may have null for no outputs', () => {
    const cells = [{ cell_type: 'code', source: 'run()', outputs: null }];
    expect(parse({ cells }).text).toBe('```python\nrun()\n```');
  });

  it.each([
    ['what is no JSON', '{"cells": [', /broken notebook \(/],
    ['what has no cells', '{"nbformat": 4}', /broken notebook \(it has no cells\)/],
    ['cells of another kind', '{"cells": [{"source": 1}]}', /broken notebook \(cells\.0\./],
  ])('are refused where they are broken: %s', (_, source, message) => {
    expect(() => parse(source)).toThrowError(
      expect.objectContaining({
        code: 'DOCUMENT_UNREADABLE',
        message: expect.stringMatching(message),
      }),
    );
  });
});
