import { describe, expect, it } from 'vitest';
import { parseDotenv } from './dotenv.ts';

describe('parseDotenv', () => {
  it.each([
    ['A=1', '1'],
    ['\uFEFFA=1\r\n', '1'],
    ['  export A = two words  # note', 'two words'],
    ['A=a#b', 'a#b'],
    ['A=', ''],
    ['A=#note', ''],
    ['A="x # y" # note', 'x # y'],
    ['A="two\\nlines"', 'two\nlines'],
    ['A="two\nlines"', 'two\nlines'],
    ["A='as \\n it is'", 'as \\n it is'],
    ['A="open', '"open'],
    ['A=b=c', 'b=c'],
  ])('reads %j', (text, value) => {
    expect(parseDotenv(text)[0]).toEqual({ name: 'A', value, line: 1 });
  });

  it('passes over what is no assignment, and counts lines', () => {
    const text = '# c\n\nnonsense\nB="1\n2"\n#D=1\nC=3';
    expect(parseDotenv(text)).toEqual([
      { name: 'B', value: '1\n2', line: 4 },
      { name: 'C', value: '3', line: 7 },
    ]);
  });
});
