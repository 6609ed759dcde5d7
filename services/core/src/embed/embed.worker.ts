import { parentPort, workerData } from 'node:worker_threads';
import { reasonOf } from '../reason-of.ts';
import { openEmbedSession } from './embed-session.ts';
import type { EmbedAnswer, EmbedRequest } from './worker-protocol.ts';

// The inference thread, one batch at a time.
const port = parentPort;
if (port === null) throw new Error('embed.worker runs as a worker thread only');

const embed = await openEmbedSession(workerData);
const answer = (message: EmbedAnswer, transfer: ArrayBuffer[] = []) =>
  port.postMessage(message, transfer);

port.on('message', (request: EmbedRequest) => {
  embed(request).then(
    (vectors) => answer({ type: 'vectors', vectors }, [vectors.buffer]),
    (error: unknown) => answer({ type: 'error', message: reasonOf(error) }),
  );
});
answer({ type: 'ready' });
