import type { ComponentType } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { ServiceError } from '../api/service-error.ts';
import { useRecovery } from '../waiting/use-recovery.ts';
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
    return hasFailed ? <Unloaded /> : <Loading />;
  };
}

const unreachable = new ServiceError('UNREACHABLE');

function Unloaded() {
  const [error, setError] = useState(unreachable);
  const [wasAway, setAway] = useState(false);
  const look = useCallback(async () => {
    if (!(await isThere())) {
      setAway(true);
      setError(new ServiceError('UNREACHABLE'));
    } else if (wasAway) location.reload();
  }, [wasAway]);
  // Where all the while somebody answers, it is not that; loading anew would go round and round.
  useRecovery(error, look);
  return (
    <div class="view">
      <Failure error={unreachable} onRetry={renew} />
    </div>
  );
}

/** The same page does not ask again for styles that once failed to come; so it is loaded anew, where it can be. */
async function renew(): Promise<void> {
  if (await isThere()) location.reload();
}

async function isThere(): Promise<boolean> {
  const answer = await fetch('/session').catch(() => null);
  return answer?.ok ?? false;
}
