import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ServiceError } from '../api/service-error.ts';
import { Failure } from './failure.tsx';
import { Loading } from './loading.tsx';

/**
 * A view whose code comes when it is first opened. Where it cannot come, because nothing answers or because
 * the page is older than what is served, the view says so and the others go on.
 */
export function lazyView(load: () => Promise<{ default: ComponentType }>): ComponentType {
  let View: ComponentType | null = null;
  return function LazyView() {
    const [state, setState] = useState<'loading' | 'loaded' | 'failed'>('loading');
    useEffect(() => {
      if (View) return;
      load().then(
        (module) => {
          View = module.default;
          setState('loaded');
        },
        () => setState('failed'),
      );
    }, []);
    if (View) return <View />;
    if (state !== 'failed') return <Loading />;
    return (
      <div class="view">
        <Failure error={new ServiceError('UNREACHABLE')} onRetry={renew} />
      </div>
    );
  };
}

/** A part that failed to load is not asked for again by the same page; a page that nothing answers is kept. */
async function renew(): Promise<void> {
  const answer = await fetch('/session').catch(() => null);
  if (answer?.ok) location.reload();
}
