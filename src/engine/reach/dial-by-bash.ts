import type { Dialler } from './exec-forward.ts';

/**
 * Ends as soon as either side does: what is kept open for the next request would be waited for in vain. Bash's
 * `wait -n` would forget a side that has ended before it is reached. What reads the input ends with it. dd passes
 * on at once what it has read; the cat of busybox leaves that to the kernel, which may hold it back.
 */
const script = `
exec 3<>"/dev/tcp/127.0.0.1/$0" 4<&0 || exit 1
exec 2>/dev/null
dd bs=65536 <&3 & from=$!
(dd bs=65536 <&4 >&3; kill "$from") >/dev/null &
wait "$from"
exit 0`;

/** For an image without any program for networks, such as Qdrant's: bash has a way of its own. */
export const dialByBash: Dialler = (port) => ['bash', '-c', script, String(port)];
