/** A sentence as part of another; not of names such as NVIDIA. */
export function lowerFirst(text: string): string {
  return /^(The|This|It|A|An|No|There) /.test(text) ? text[0]?.toLowerCase() + text.slice(1) : text;
}
