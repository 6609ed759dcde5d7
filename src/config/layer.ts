import type { Origin } from './origin.ts';

/** One source of configuration: its values as a tree, and where each of them stands. */
export interface Layer {
  values: Record<string, unknown>;
  /** Place of a value; of its key, for a key that does not exist. */
  origin(path: readonly string[], part?: 'key' | 'value'): Origin;
}

export function getIn(tree: unknown, path: readonly string[]): unknown {
  let node = tree;
  for (const part of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, part)) return undefined;
    node = (node as Record<string, unknown>)[part];
  }
  return node;
}

export function setIn(
  tree: Record<string, unknown>,
  path: readonly string[],
  value: unknown,
): void {
  let node = tree;
  for (const part of path.slice(0, -1)) {
    node[part] ??= {};
    node = node[part] as Record<string, unknown>;
  }
  const last = path.at(-1);
  if (last !== undefined) node[last] = value;
}
