import type { Backend } from '../api/backend.ts';
import { texts } from '../i18n/language.ts';
import { Failure } from '../states/failure.tsx';
import { useLoaded } from '../states/use-loaded.ts';
import { visible } from '../text/visible.ts';
import { loadReadiness } from './load-readiness.ts';

/** What is not as good as it could be, before a question is asked. */
export function Readiness({ backend }: { backend: Backend }) {
  const { system } = texts.value;
  const loaded = useLoaded((signal) => loadReadiness(backend, signal), [backend]);
  if (loaded.state === 'failed') return <Failure error={loaded.error} onRetry={loaded.reload} />;
  const poor =
    loaded.state === 'loaded'
      ? loaded.value.dependencies.filter(({ state }) => state !== 'ok')
      : [];
  if (poor.length === 0) return null;
  return (
    <ul class="readiness">
      {poor.map(({ name, state, detail }) => (
        <li key={name} data-state={state}>
          <strong>{(state === 'failed' ? system.state : system.lacks)[name]}</strong>
          <span lang="en">{visible(detail)}</span>
        </li>
      ))}
    </ul>
  );
}
