import { expect, it } from 'vitest';
import { type FoundFile, picking } from './picking.ts';

const found = (root: string | null, ...names: string[]): FoundFile => ({
  root,
  names,
  file: new File(['x'], names.at(-1) ?? ''),
});

it('names documents as gecko ingest does: by the folder, and NFC', () => {
  const { files } = picking(
    [found('docs', 'sub', 'cafe\u0301.md'), found(null, 'a.md')],
    'uploads',
  );
  expect(files.map(({ source, path }) => `${source}/${path}`)).toEqual([
    'docs/sub/caf\u00e9.md',
    'uploads/a.md',
  ]);
});

it('leaves out pictures, and in folders what is hidden', () => {
  const { files, leftOut } = picking(
    [
      found('docs', 'a.md'),
      found('docs', 'a.png'),
      found('docs', '.git', 'config'),
      found('docs', 'node_modules', 'x', 'readme.md'),
      found(null, '.profile.md'),
      found(null, 'b.zip'),
    ],
    'uploads',
  );
  expect(files.map(({ path }) => path)).toEqual(['a.md', '.profile.md']);
  expect(leftOut).toEqual(['docs/a.png', 'b.zip']);
});

it('knows of a folder all that is in it, for a file that is still there was not renamed', () => {
  const { files } = picking([found('docs', 'a.md'), found('docs', '.b.md')], 'uploads');
  expect([...(files[0]?.beside ?? [])]).toEqual(['a.md', '.b.md']);
});
