const MAGIC = Buffer.from('age-encryption.org/v1\n');

/** Whether these bytes are the beginning of an age file. */
export function beginsAsAge(bytes: Buffer): boolean {
  return bytes.subarray(0, MAGIC.length).equals(MAGIC);
}
