import { ServiceError } from '../contract/errors.ts';

/**
 * The whole body of a request, at most `limit` bytes; what is over is not read. A sender that stalls is
 * left when the signal aborts.
 * @throws ServiceError BODY_TOO_LARGE, or the signal's reason
 */
export async function readBody(
  request: Request,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? '0');
  if (declared > limit) throw tooLarge(limit);
  signal.throwIfAborted();
  const reader = request.body?.getReader();
  const leave = () => void reader?.cancel(signal.reason).catch(() => {});
  signal.addEventListener('abort', leave, { once: true });
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for (let step = await reader?.read(); step?.value; step = await reader?.read()) {
      size += step.value.length;
      if (size > limit) {
        leave();
        throw tooLarge(limit);
      }
      pieces.push(step.value);
    }
  } finally {
    signal.removeEventListener('abort', leave);
  }
  // A body that was left ends as if it were complete.
  signal.throwIfAborted();
  return Buffer.concat(pieces, size);
}

function tooLarge(limit: number): ServiceError {
  return new ServiceError(
    'BODY_TOO_LARGE',
    `the body is larger than ${sizeText(limit)}`,
    'Send less, or raise limits in gecko.yaml.',
    { limit },
  );
}

/** In the largest unit that tells it exactly, as the door tells it (src/stack/door/too-large.ts). */
function sizeText(bytes: number): string {
  if (bytes % 1_048_576 === 0) return `${bytes / 1_048_576} MiB`;
  return bytes % 1024 === 0 ? `${bytes / 1024} KiB` : `${bytes} bytes`;
}
