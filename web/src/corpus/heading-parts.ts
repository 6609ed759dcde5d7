/**
 * Parts a text into its lines that are headings, and what is between them.
 * @param headings as the chunks name them; in the text the marks of its format may stand before one
 */
export function headingParts(
  text: string,
  headings: ReadonlySet<string>,
): { text: string; isHeading: boolean }[] {
  const parts: { text: string; isHeading: boolean }[] = [];
  for (const line of text.split(/(?<=\n)/)) {
    const isHeading = headings.has(line.replace(/^[#=\s]+/, '').trim());
    const last = parts.at(-1);
    if (last && last.isHeading === isHeading) last.text += line;
    else parts.push({ text: line, isHeading });
  }
  return parts;
}
