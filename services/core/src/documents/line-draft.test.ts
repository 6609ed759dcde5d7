import { describe, expect, it } from 'vitest';
import { formatOf, parseText } from './parse.ts';

/** What is stored of a file. */
function parse(lines: readonly string[], path: string) {
  const format = formatOf(path);
  if ('readBytes' in format) throw new Error(`${path} is no text`);
  return parseText({ bytes: Buffer.from(lines.join('\n')), path }, format, 'auto');
}

/** Sentences and lines of code are numbered in these files: `says 3`. */
const files: Record<string, string[]> = {
  'a.org': [
    ': code says 1',
    'Text says 2',
    ': code says 3',
    ':   code says 4',
    'Text says 5',
    '| Power | 1.2 kW |',
    '| Units | 42 |',
    '',
    '* Cooling says 6',
    ': # code says 7',
    '',
    ': code says 8',
    '',
    ': code says 9',
    'Text says 10',
    '',
    '| Fan | 1 |',
    '',
    '#+BEGIN_SRC sh',
    'code says 11',
    '#+END_SRC',
    'Text says 12',
    '#+BEGIN_EXAMPLE',
    'code says 13',
  ],
  'a.rst': [
    'Text says 1::',
    '',
    '   code says 2',
    'Text says 3::',
    '',
    '   code says 4',
    '',
    '   code says 5',
    '',
    '>>> code says 6',
    '',
    'Text says 7',
    '',
    '.. csv-table::',
    '   Power, 1.2 kW',
    '   Units, 42',
    '',
    'Text says 8',
    '',
    '=====  ===',
    'Power  1',
    'Units  42',
    '=====  ===',
    '',
    'Text says 9',
    '',
    '.. code:: sh',
    '   code says 10',
    '',
    'Text says 11',
  ],
  'a.adoc': [
    'Text says 1',
    '----',
    'code says 2',
    '----',
    'Text says 3',
    '',
    ' code says 4',
    '',
    ' code says 5',
    '',
    'Text says 6',
    '|===',
    '|Power|1.2 kW',
    '|Units|42',
    '|===',
    'Text says 7',
  ],
};

describe('text that is written again', () => {
  it.each(Object.entries(files))('has every line where the file has it: %s', (path, lines) => {
    const stored = parse(lines, path).text.split('\n');
    const numbered = lines.flatMap((line, at) =>
      /says \d+$/.exec(line.replace(/::$/, ''))?.[0] ? [at] : [],
    );
    expect(numbered.length).toBeGreaterThan(5);
    const said = (line = '') => /says \d+/.exec(line)?.[0];
    expect(numbered.map((at) => said(stored[at]))).toEqual(numbered.map((at) => said(lines[at])));
  });

  it('has the rows of a table alone where it has no lines for a header', () => {
    const { text } = parse(
      ['Rack:', '', '| Power | 1.2 kW |', '| Units | 42 |', '', 'End.'],
      'a.org',
    );
    expect(text).toBe('Rack:\n\n| Power | 1.2 kW |\n| Units | 42 |\n\nEnd.');
  });

  it('has code indented where it has no lines for fences', () => {
    const { text } = parse(['Run:', ': # pump', ':   go', 'now.', '', ': stop', ''], 'a.org');
    expect(text).toBe('Run:\n    # pump\n      go\nnow.\n```\nstop\n```');
  });
});
