import { type FoundFile, isHidden } from './picking.ts';

/**
 * The files of what was dropped, those of folders too. What it was is only known while the event lasts, so
 * this reads it before its first wait.
 * @throws DOMException where a file or a folder cannot be read
 */
export async function foundInDrop(transfer: DataTransfer): Promise<FoundFile[]> {
  const places = [...transfer.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const found: FoundFile[] = [];
  for (const { entry, file } of places) {
    if (entry && isFolder(entry)) await walk(entry, [], entry.name, found);
    else if (file) found.push({ root: null, names: [file.name], file });
  }
  return found;
}

async function walk(
  folder: FileSystemDirectoryEntry,
  names: readonly string[],
  root: string,
  found: FoundFile[],
): Promise<void> {
  const reader = folder.createReader();
  for (;;) {
    // A hundred at a time; none means the end.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (entries.length === 0) return;
    for (const entry of entries) {
      const path = [...names, entry.name];
      if (isFolder(entry)) {
        if (!isHidden(entry.name)) await walk(entry, path, root, found);
      } else if (isFile(entry)) found.push({ root, names: path, file: await fileOf(entry) });
    }
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}
