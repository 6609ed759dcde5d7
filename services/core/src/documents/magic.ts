/** Leading bytes of well-known formats, as Latin-1, longest first. Source: the formats' own specifications. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['SQLite format 3\0', 'SQLite database'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'old Office document'],
  ['\x89PNG\r\n\x1a\n', 'PNG image'],
  ['7z\xbc\xaf\x27\x1c', '7z archive'],
  ['\xfd7zXZ\0', 'xz archive'],
  ['%PDF-', 'PDF document'],
  ['\0asm', 'WebAssembly module'],
  ['\x7fELF', 'ELF program'],
  ['\xcf\xfa\xed\xfe', 'Mach-O program'],
  ['\xca\xfe\xba\xbe', 'Java class or Mach-O program'],
  ['PK\x03\x04', 'ZIP archive or Office document'],
  ['PK\x05\x06', 'ZIP archive'],
  ['\x28\xb5\x2f\xfd', 'zstd archive'],
  ['Rar!', 'RAR archive'],
  ['GIF8', 'GIF image'],
  ['GGUF', 'GGUF model'],
  ['OggS', 'Ogg media'],
  ['fLaC', 'FLAC audio'],
  ['wOFF', 'WOFF font'],
  ['wOF2', 'WOFF2 font'],
  ['RIFF', 'RIFF media'],
  ['PAR1', 'Parquet file'],
  ['\0\0\x01\0', 'ICO image'],
  ['\0\x01\0\0', 'TrueType font'],
  ['ID3', 'MP3 audio'],
  ['BZh', 'bzip2 archive'],
  ['\xff\xd8\xff', 'JPEG image'],
  ['\x1f\x8b', 'gzip archive'],
  ['MZ', 'Windows program'],
];

/** What the first bytes say a binary file is; null where no known signature fits. */
export function magic(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 300)).toString('latin1');
  const found = SIGNATURES.find(([signature]) => head.startsWith(signature));
  if (found) return found[1];
  if (head.slice(4, 8) === 'ftyp') return 'MP4 media';
  return head.slice(257, 262) === 'ustar' ? 'tar archive' : null;
}
