import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Layer } from './layer.ts';
import type { Problem } from './problem.ts';

interface Place {
  key: number;
  value: number;
}

/** A YAML file as a layer, or what keeps it from being one. `text` has no byte order mark. */
export function yamlLayer(text: string, file: string): Layer | Problem[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, merge: true });
  const at = (offset: number) => {
    const { line, col } = counter.linePos(offset);
    return { kind: 'file' as const, file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  // A warning, such as of a tag that nobody knows, says that something is not what it looks like.
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0)
    return problems.map(({ code, pos, message }) => ({
      code: 'CONFIG_SYNTAX',
      origin: at(pos[0]),
      text: code === 'MULTIPLE_DOCS' ? 'a second document begins here; one is expected' : message,
    }));
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) return emptyLayer(at(0));
  if (!isMap(root))
    return [
      {
        code: 'CONFIG_INVALID',
        origin: at(root.range?.[0] ?? 0),
        text: 'must be keys with values, such as `model: llama3`',
      },
    ];
  const places = new Map<string, Place>();
  collect(root, [], places);
  return {
    values: withoutNulls(document.toJS({ maxAliasCount: 100 })),
    origin: (path, part = 'value') => at(nearestPlace(places, path)?.[part] ?? 0),
  };
}

function emptyLayer(start: ReturnType<Layer['origin']>): Layer {
  return { values: {}, origin: () => start };
}

function collect(node: unknown, path: readonly string[], places: Map<string, Place>): void {
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    if (!isScalar(key)) continue;
    const inner = [...path, String(key.value)];
    const start = key.range?.[0] ?? 0;
    const range = (value as { range?: readonly number[] } | null)?.range;
    places.set(inner.join('\0'), { key: start, value: range?.[0] ?? start });
    collect(value, inner, places);
  }
}

/** The place of the path, or of what is around it: items of lists have none of their own. */
function nearestPlace(places: Map<string, Place>, path: readonly string[]): Place | undefined {
  for (let length = path.length; length > 0; length--) {
    const place = places.get(path.slice(0, length).join('\0'));
    if (place) return place;
  }
  return undefined;
}

/** `ports:` with nothing behind it is a key that was left open: as good as absent. */
function withoutNulls(tree: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, isTree(value) ? withoutNulls(value) : value]),
  );
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
