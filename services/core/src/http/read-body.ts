import { ServiceError } from '../contract/errors.ts';

/**
 * The whole body of a request, at most `limit` bytes; what is over is not read.
 * @throws ServiceError BODY_TOO_LARGE, or the signal's reason
 */
export async function readBody(
  request: Request,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? '0');
  if (declared > limit) throw tooLarge(limit);
  const pieces: Uint8Array[] = [];
  let size = 0;
  if (request.body) {
    for await (const piece of request.body) {
      signal.throwIfAborted();
      size += piece.length;
      if (size > limit) throw tooLarge(limit);
      pieces.push(piece);
    }
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

function tooLarge(limit: number): ServiceError {
  const size =
    limit >= 1_048_576 ? `${Math.round(limit / 1_048_576)} MiB` : `${Math.round(limit / 1024)} KiB`;
  return new ServiceError(
    'BODY_TOO_LARGE',
    `the body is larger than ${size}`,
    'Send less, or raise limits in gecko.yaml.',
  );
}
