import { expect, it } from 'vitest';
import { imageText } from './image-table.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const row = { reference: 'web:1', services: ['web', 'qdrant'], id: 'sha256:b', size: 1, digest };

it('has a line an image where there is room, or no terminal', () => {
  const line = `  web:1  ${digest}  (web, qdrant)`;
  expect(imageText([row], { terminal: true, columns: 100 })).toBe(line);
  expect(imageText([row], { terminal: false, columns: 20 })).toBe(line);
});

it('has several on a narrow terminal (row 54)', () => {
  const narrow = imageText([row], { terminal: true, columns: 20 });
  expect(narrow).toBe('  web:1\n    sha256:aaaaaaaaaaaa\n    (web, qdrant)');
  expect(imageText([row], { terminal: true, columns: 80 })).toContain(`\n    ${digest}\n`);
});
