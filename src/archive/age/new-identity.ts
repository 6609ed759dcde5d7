/** A key of age's own kind, `AGE-SECRET-KEY-1…`, and the recipient that belongs to it, `age1…`. */
export async function newIdentity(): Promise<{ identity: string; recipient: string }> {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}
