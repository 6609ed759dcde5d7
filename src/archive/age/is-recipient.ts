/** Whether something can be encrypted to it: `age1…`, with its checksum. */
export async function isRecipient(text: string): Promise<boolean> {
  const { Encrypter } = await import('age-encryption');
  try {
    new Encrypter().addRecipient(text);
    return true;
  } catch {
    // Its own words name a part of the encoding.
    return false;
  }
}
