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
  let hasFailed = false;
  return function LazyView() {
    const [, setEnded] = useState(View !== null);
    useEffect(() => {
      if (View) return;
      if (hasFailed) return void renew();
      load()
        .then(
          (module) => {
            View = module.default;
          },
          () => {
            hasFailed = true;
          },
        )
        .finally(() => setEnded(true));
    }, []);
    if (View) return <View />;
    if (!hasFailed) return <Loading />;
    return (
      <div class="view">
        <Failure error={new ServiceError('UNREACHABLE')} onRetry={renew} />
      </div>
    );
  };
}

/** The same page does not ask again for styles that once failed to come; so it is loaded anew, where it can be. */
async function renew(): Promise<void> {
  const answer = await fetch('/session').catch(() => null);
  if (answer?.ok) location.reload();
}
