import { expect, it } from 'vitest';
import { isNoDocument as isLeftOutByIngest } from '../../../src/operations/ingest/not-documents.ts';
import { isNoDocument } from './is-no-document.ts';

it('leaves out what gecko ingest leaves out', () => {
  const extensions = 'png svg drawio mp3 flac woff2 zip jar iso so wasm pyc gguf parquet map lock';
  const names = `${extensions} min.js min.css md pdf txt csv js lock.md`.split(' ');
  const files = names.map((name) => `a.${name}`);
  expect(files.filter(isNoDocument)).toEqual(files.filter(isLeftOutByIngest));
});

it('goes by the last extensions, whatever their case', () => {
  expect(['a.PNG', 'app.min.js', 'x.tar.gz'].filter(isNoDocument)).toHaveLength(3);
  expect(['a.md', 'app.js', 'png', 'Makefile', 'a.png.txt'].filter(isNoDocument)).toEqual([]);
});
