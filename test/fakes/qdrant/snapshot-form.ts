/** The file in a form, as text: what the stand-in makes is text. */
export function snapshotOfForm(form: Buffer): string {
  const text = form.toString('utf8');
  const boundary = text.slice(0, text.indexOf('\r\n'));
  const start = text.indexOf('\r\n\r\n') + 4;
  return text.slice(start, text.lastIndexOf(`\r\n${boundary}--`));
}
