import type { RepositoryPlace } from '../../archive/repository/place.ts';
import type { Runtime } from '../../runtime.ts';
import { isFileArgument } from './is-file-argument.ts';
import { openRepository } from './open-repository.ts';
import type { RepositoryAccess } from './repository-access.ts';

/**
 * The repository that a backup is in; null where a file is asked for: then none is opened, because the keys
 * that are given for the file need not fit the project's repository, and a bucket may be out of reach.
 * @throws GeckoError what openRepository throws
 */
export async function repositoryOf(
  input: RepositoryAccess & { asked: string; to?: string | undefined },
  runtime: Runtime,
): Promise<RepositoryPlace | null> {
  return isFileArgument(input.asked) ? null : openRepository(input.to, runtime, input);
}
