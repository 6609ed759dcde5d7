import { open } from 'node:fs/promises';

/** Without it the new name may be lost with the power. Not every system can. */
export async function flushFolder(folder: string): Promise<void> {
  const file = await open(folder, 'r').catch(() => null);
  try {
    await file?.sync().catch(() => {});
  } finally {
    await file?.close();
  }
}
