import type { Change, Channel } from './library.ts';

/** The other tabs that have this page open. */
export function browserTabs(): Channel {
  const channel = new BroadcastChannel('gecko-conversations');
  return {
    tell: (change) => channel.postMessage(change),
    listen: (call) =>
      channel.addEventListener('message', ({ data }: MessageEvent<Change>) => call(data)),
  };
}
