import { expect, it } from 'vitest';
import { docxFile } from '../../../../test/fakes/docx-file.ts';
import type { Tokenizer } from '../embed/tokenizer.ts';
import { prepare, rechunk } from './prepare.ts';

const tokenizer: Tokenizer = {
  id: 'words',
  encode: () => null,
  count: (text) => text.split(/\s+/).length,
};
const settings = { tokens: 256, overlap: 0 };
const preparation = { tokenizer, language: 'auto' } as const;

it.each([
  ['a.md', Buffer.from('\n\nText.'), 3],
  ['a.csv', Buffer.from('sep=;\n\n"x\ny";2\n'), 3],
  ['a.jsonl', Buffer.from('\n{"a":1}\n'), 2],
  ['a.html', Buffer.from('<html>\n<body>\n<p>Text.'), null],
  ['a.docx', docxFile([{ text: 'Text.' }]), null],
])('names the line of the file, where there is one: %s', async (path, bytes, line) => {
  const { document, chunks } = await prepare({ path, bytes }, settings, preparation);
  expect(chunks.map((one) => one.line)).toEqual([line]);
  expect(rechunk({ ...document, path }, settings, preparation).chunks).toEqual(chunks);
});
