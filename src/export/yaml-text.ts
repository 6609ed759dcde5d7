import { Document, isMap, isNode, isScalar, visit } from 'yaml';

/**
 * A tree as YAML that any reader takes in the same way. An object that stands in it more than once is
 * written once and named: by its key `x-NAME` at the top, which Compose leaves alone. The key `<<` takes
 * an object's entries over.
 */
export function yamlText(tree: Readonly<Record<string, unknown>>): string {
  // Rules of YAML 1.1: `no` and `8081:8081` are quoted, which older readers take for other things.
  const document = new Document(tree, { version: '1.1', aliasDuplicateObjects: true });
  nameAnchors(document);
  return document.toString({ lineWidth: 0, directives: false });
}

function nameAnchors(document: Document): void {
  if (!isMap(document.contents)) return;
  const names = new Map<string, string>();
  for (const { key, value } of document.contents.items) {
    const name = isScalar(key) ? /^x-(.+)$/.exec(String(key.value))?.[1] : undefined;
    if (name === undefined || !isNode(value) || !isMap(value) || !value.anchor) continue;
    names.set(value.anchor, name);
    value.anchor = name;
  }
  visit(document, {
    Alias(_, alias) {
      alias.source = names.get(alias.source) ?? alias.source;
    },
  });
}
