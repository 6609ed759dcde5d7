import { isCollectionName } from './is-collection-name.ts';

/**
 * What is wrong with the name of a collection that files are to go to; null where nothing is.
 * @param open name of the one that is shown; null where only the backend knows it, and none need be given
 */
export function collectionProblem(name: string, open: string | null): 'none' | 'bad' | null {
  if (name === '') return open === null ? null : 'none';
  return isCollectionName(name) ? null : 'bad';
}
