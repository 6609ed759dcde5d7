import { isMap, isScalar, parseDocument } from 'yaml';
import { keys } from './keys.ts';

/** The text of a gecko.yaml as it may be shown: what is secret in it is not told. */
export function maskedYaml(text: string): string {
  const document = parseDocument(text, { merge: true });
  let isMasked = false;
  for (const { path, secret } of keys) {
    if (!secret || !document.hasIn(path)) continue;
    isMasked = true;
    const node = document.getIn(path, true);
    if (isMap(node)) for (const { value } of node.items) mask(value);
    else mask(node);
  }
  return isMasked ? document.toString({ lineWidth: 0 }) : text;
}

function mask(node: unknown): void {
  if (!isScalar(node)) return;
  node.value = '(secret)';
  node.type = 'PLAIN';
}
