/** A passage without Markdown's marks of headings: what a list shows is what it says, not how it was set. */
export function withoutHeadingMarks(text: string): string {
  return text.replace(/^#{1,6}\s+(.*)$/gm, '$1.');
}
