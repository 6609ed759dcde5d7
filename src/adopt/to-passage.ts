import type { Passage } from './passage.ts';

/** A point whose payload is langchain's: text in `page_content`, `metadata` beside it; null: another one. */
export function toPassage({
  id,
  payload,
}: {
  id: string | number;
  payload: Readonly<Record<string, unknown>>;
}): Passage | null {
  const { page_content: text, metadata } = payload;
  if (typeof text !== 'string') return null;
  const isObject = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata);
  return { id: String(id), text, metadata: isObject ? { ...metadata } : {} };
}
