import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSpecs } from './command-specs.ts';
import { commands } from './commands/list.ts';
import { manPages } from './man-pages.ts';

describe('manual pages', () => {
  let pages: Map<string, string>;
  beforeAll(async () => {
    pages = manPages(await loadSpecs(), '1.2.3');
  });

  it('are there for gecko and each command, and in the package', () => {
    const names = ['gecko.1', ...commands.map(({ name }) => `gecko-${name}.1`)];
    expect([...pages.keys()]).toEqual(names);
    const { man } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(man).toEqual(names.map((name) => `dist/man/${name}`));
  });

  it('say what the help says', () => {
    const page = pages.get('gecko-corpus.1');
    expect(page).toContain('.TH GECKO-CORPUS 1 "" "gecko 1.2.3" "gecko"');
    expect(page).toContain('gecko corpus show [OPTIONS] <document>');
    expect(page).toContain('.TP\n.B \\-\\-without\\-vectors\n');
    expect(pages.get('gecko.1')).toContain('.B gecko ask\n');
  });

  it('use no request by mistake', () => {
    for (const text of pages.values())
      for (const [line] of text.matchAll(/^['.].*$/gm))
        expect(line).toMatch(/^\.(TH|SH|SS|TP|PP|B|BR|I|br)\b/);
  });
});
