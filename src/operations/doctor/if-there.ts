import { GeckoError } from '../../errors.ts';

/** What a check can do without; another check tells why it is not there. */
export async function ifThere<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GeckoError) return null;
    throw error;
  }
}
