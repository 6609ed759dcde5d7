import type { ExportedFile } from './export-conversation.ts';

/** Gives a file to the browser's downloads. */
export function saveFile({ name, type, content }: ExportedFile): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  // Not at once: some browsers read it later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
