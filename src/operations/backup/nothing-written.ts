import type { RepositoryPlace } from '../../archive/repository/place.ts';
import type { Report } from '../../ui/ui.ts';

/** Where a file is there already, and nobody wants it replaced. */
export function nothingWritten({ name }: Pick<RepositoryPlace, 'name'>): Report {
  return {
    json: { repository: name, backup: null, file: null },
    text: () => 'Nothing was written.',
  };
}
