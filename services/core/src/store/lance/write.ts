import { setTimeout as delay } from 'node:timers/promises';
import { ServiceError } from '../../contract/errors.ts';
import { reasonOf } from '../../reason-of.ts';

const ATTEMPTS = 5;

/**
 * Runs one write; a conflict with a version that overtook it is tried again, a full disk is told as
 * such. @throws ServiceError NO_SPACE, or what the store threw
 */
export async function write<T>(task: () => Promise<T>, attempt = 1): Promise<T> {
  try {
    return await task();
  } catch (error) {
    const message = reasonOf(error);
    if (/no space left|os error 28|disk quota/i.test(message)) {
      throw new ServiceError(
        'NO_SPACE',
        'the disk with the corpus is full',
        'Free space in the data folder, then run the command again.',
        { cause: error },
      );
    }
    if (attempt >= ATTEMPTS || !/conflict|retry/i.test(message)) throw error;
    await delay(20 * 2 ** attempt);
    return write(task, attempt + 1);
  }
}
