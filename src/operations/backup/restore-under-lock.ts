import type { Runtime } from '../../runtime.ts';
import { isFileArgument } from './is-file-argument.ts';
import { placeAt } from './place-at.ts';
import { type RestoreInput, restore } from './restore.ts';
import { whileReading } from './while-reading.ts';

/**
 * Restores while nobody removes what the backup needs.
 * @throws GeckoError what whileReading, placeAt and restore throw
 */
export async function restoreUnderLock(
  input: RestoreInput,
  runtime: Runtime,
): ReturnType<typeof restore> {
  const place = isFileArgument(input.asked) ? null : await placeAt(input.to, runtime);
  return whileReading(place, 'gecko restore', runtime, () => restore(input, runtime));
}
