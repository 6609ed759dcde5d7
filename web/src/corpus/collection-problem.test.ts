import { expect, it } from 'vitest';
import { collectionProblem } from './collection-problem.ts';

it('asks for a name where one is shown that was deleted, and for one that a collection can have', () => {
  expect(collectionProblem('', 'usual')).toBe('none');
  expect(collectionProblem('', null)).toBeNull();
  expect(collectionProblem('bad__name', 'usual')).toBe('bad');
  expect(collectionProblem('notes', 'usual')).toBeNull();
});
