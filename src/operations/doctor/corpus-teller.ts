import { corpusBackend } from '../../stack/corpus-backend.ts';
import type { BackendName } from '../../stack/service-spec.ts';
import type { DoctorFacts } from './facts.ts';

/** Who tells of the documents: one of gecko's own backends. */
export function corpusTeller({
  kind,
  runtime,
}: Pick<DoctorFacts, 'kind' | 'runtime'>): BackendName {
  return kind === 'docker' ? corpusBackend(runtime.config) : 'rag';
}
