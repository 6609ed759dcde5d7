import { Document, isMap, parseDocument } from 'yaml';
import { getIn } from './layer.ts';

/** A key that a file sets already to something else than what was to be added. */
export interface KeptKey {
  name: string;
  has: unknown;
  wanted: unknown;
}

/**
 * Adds keys to the text of a gecko.yaml, which keeps its comments and every key that it sets.
 * @param text valid; null: there is no file yet
 */
export function addToYaml(
  text: string | null,
  values: Readonly<Record<string, unknown>>,
): { text: string; kept: KeptKey[] } {
  const document = text === null ? new Document({}) : parseDocument(text, { merge: true });
  if (!isMap(document.contents)) document.contents = document.createNode({});
  const before: unknown = document.toJS({ maxAliasCount: 100 });
  const kept: KeptKey[] = [];
  let isChanged = text === null;
  for (const [path, wanted] of leaves(values, [])) {
    const has = valueAt(before, path);
    if (has === undefined) {
      set(document, path, wanted);
      isChanged = true;
    } else if (JSON.stringify(has) !== JSON.stringify(wanted))
      kept.push({ name: path.join('.'), has, wanted });
  }
  return { text: isChanged ? document.toString({ lineWidth: 0 }) : (text ?? ''), kept };
}

function set(document: Document, path: readonly string[], value: unknown): void {
  for (let length = 1; length < path.length; length += 1) {
    const above = path.slice(0, length);
    // A key that was left open: nothing can be set below it.
    if (document.hasIn(above) && !isMap(document.getIn(above, true)))
      document.setIn(above, document.createNode({}));
  }
  document.setIn(path, document.createNode(value));
}

/** What is set there; `ports:` with nothing behind it is open. */
function valueAt(tree: unknown, path: readonly string[]): unknown {
  return getIn(tree, path) ?? undefined;
}

function* leaves(
  tree: Readonly<Record<string, unknown>>,
  path: readonly string[],
): Generator<[string[], unknown]> {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      yield* leaves(value as Record<string, unknown>, [...path, key]);
    else yield [[...path, key], value];
  }
}
