import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';

/** A bucket, and what opens it. */
export interface S3Bucket {
  bucket: string;
  region: string;
  /** Of a server that is not Amazon's; without a slash at its end. */
  endpoint: string | null;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

export interface S3Request {
  method: 'GET' | 'PUT' | 'DELETE' | 'HEAD';
  /** Of the object; empty: the bucket. */
  key: string;
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array;
}

export interface S3Answer {
  status: number;
  body: Buffer;
  /** Code of an error, such as `NoSuchBucket`; empty where there is none. */
  code: string;
  /** Tried more than once: an earlier try may have been carried out. */
  repeated: boolean;
}

/** Milliseconds of one try. */
const PATIENCE = 120_000;
const [TRIES, FIRST_PAUSE] = [5, 200];

/**
 * Sends requests to a bucket, signed; those that a server is too busy for, or that get lost, are sent
 * again. @throws what fetch throws where no answer came
 */
export function s3Client(
  { bucket, region, endpoint, credentials }: S3Bucket,
  signal: AbortSignal,
): (request: S3Request) => Promise<S3Answer> {
  const client = new AwsClient({ ...credentials, service: 's3', region });
  const base =
    endpoint === null && !bucket.includes('.')
      ? `https://${bucket}.s3.${region}.amazonaws.com`
      : `${endpoint ?? `https://s3.${region}.amazonaws.com`}/${bucket}`;
  const once = async ({ method, key, query = {}, headers, body }: S3Request, repeated: boolean) => {
    const url = new URL(`${base}/${key.split('/').map(encodeURIComponent).join('/')}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const sum = createHash('sha256').update(body ?? '');
    // The server compares it with what arrives.
    const signed = { ...headers, 'x-amz-content-sha256': sum.digest('hex') };
    const request = await client.sign(url, {
      method,
      headers: signed,
      ...(body ? { body: Buffer.from(body) } : {}),
    });
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
    const response = await fetch(request, { signal: patience });
    const content = Buffer.from(await response.arrayBuffer());
    const code = response.ok ? '' : (/<Code>([^<]*)</.exec(content.toString('utf8'))?.[1] ?? '');
    return { status: response.status, body: content, code, repeated };
  };
  return async (request) => {
    for (let tried = 1; ; tried += 1) {
      const answer = await once(request, tried > 1).catch((error: unknown) => {
        if (signal.aborted || tried >= TRIES) throw error;
        return null;
      });
      const isBusy = answer === null || answer.status === 429 || isPassing(answer);
      if (answer !== null && (!isBusy || tried >= TRIES)) return answer;
      await delay(FIRST_PAUSE * 2 ** (tried - 1), undefined, { signal });
    }
  };
}

/** A server that is full or cannot do something will not be otherwise in a second. */
function isPassing({ status, code }: S3Answer): boolean {
  if (status === 409) return code === 'ConditionalRequestConflict';
  return status >= 500 && status !== 501 && status !== 507 && !/Full|Quota/.test(code);
}
