import { systemClock } from '@gecko/core/clock';
import { expect, it } from 'vitest';
import { json, openTestBackend } from '../../../../../test/fakes/test-backend.ts';

it('waits for no dependency that hangs, and says which it is', async () => {
  const backend = openTestBackend();
  const { store } = backend;
  const hangs = () => new Promise<never>(() => {});
  // Patience passes at once.
  const clock = {
    ...systemClock,
    sleep: () => new Promise<void>((resolve) => setImmediate(resolve)),
  };
  backend.restart({ store: { ...store, collections: hangs, resolve: hangs }, clock });
  const response = await backend.request('/ready');
  expect(response.status).toBe(503);
  const { ready, dependencies } = await json(response);
  expect(ready).toBe(false);
  expect(dependencies).toContainEqual({
    ...{ name: 'store', state: 'failed', detail: 'no answer within 4 s' },
  });
});
