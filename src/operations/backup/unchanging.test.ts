import { describe, expect, it } from 'vitest';
import type { ListedBackup } from '../../archive/repository/list-backups.ts';
import { unchanging } from './unchanging.ts';

const file = (path: string) => ({ path, size: 1, sha256: 'a'.repeat(64), pieces: [] });
const backup = (project: string, ...paths: string[]) =>
  ({ name: '', id: '', content: { project, files: paths.map(file) } }) as unknown as ListedBackup;

const data = 'lance/c__g1.lance/data/000101110111101100010111d380f542c5b38c9bd8c63d2086.lance';
const index = 'lance/c__g1.lance/_indices/da81128d-641a-4340-9fcf-53b07692df36/part_0_docs.lance';
const said = 'lance/c__g1.lance/_transactions/9-28ff9faf-2a90-4117-8a76-36f0c90ed123.txn';

describe('files that an earlier backup has', () => {
  it('are known again by names that are given once', () => {
    const found = unchanging([backup('gecko', data, index, said)], 'gecko');
    expect([...found.keys()]).toEqual([data, index, said]);
  });

  it('are read where another could have the name', () => {
    const others = [
      'lance/catalog.json',
      'lance/c__g1.lance/_versions/18446744073709551614.manifest',
      'lance/c__g1.lance/_versions/latest_version_hint.json',
      'qdrant/c.chunks.snapshot',
    ];
    expect(unchanging([backup('gecko', ...others)], 'gecko').size).toBe(0);
  });

  it('are those of the same project, in backups that can be read', () => {
    const damaged = { name: '', id: '', content: { kind: 'damaged', problem: 'x' } } as const;
    expect(unchanging([damaged, backup('other', data)], 'gecko').size).toBe(0);
  });
});
