/** Largest part of a text, in UTF-16 units; at most 1 MiB of UTF-8 (three bytes a unit). */
const PART = Math.floor((1024 * 1024) / 3);

/** Cuts a text into parts of at most 1 MiB, never inside a surrogate pair. Empty text: one empty part. */
export function textParts(text: string): string[] {
  const parts: string[] = [];
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + PART, text.length);
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
    parts.push(text.slice(start, end));
    start = end;
  }
  return parts.length > 0 ? parts : [''];
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
