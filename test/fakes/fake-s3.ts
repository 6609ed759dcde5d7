import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { AwsV4Signer } from 'aws4fetch';

export const fakeCredentials = { accessKeyId: 'AKIDFAKE', secretAccessKey: 'a secret of the fake' };

/** A stand-in for a server of buckets: one bucket in memory, as Amazon's reference describes its calls. */
export interface FakeS3 {
  endpoint: string;
  objects: Map<string, { bytes: Buffer; changedAt: number }>;
  /** Answers the next requests so, in order; `lost` carries one out and breaks the connection. */
  faults: ({ status: number; code: string } | 'lost')[];
  /** `PUT prefix/blobs/x` */
  asked: string[];
  /** Whether it knows If-None-Match. */
  knowsConditions: boolean;
  /** Whether its key may only list and read. */
  readsOnly: boolean;
  close(): Promise<void>;
}

/** Few, so that every listing has several pages. */
const PAGE = 3;

export async function openFakeS3(bucket = 'bucket'): Promise<FakeS3> {
  const objects: FakeS3['objects'] = new Map();
  const fake: FakeS3 = {
    endpoint: '',
    objects,
    faults: [],
    asked: [],
    knowsConditions: true,
    readsOnly: false,
    close: async () => {},
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(request);
    const url = new URL(request.url ?? '', fake.endpoint);
    const key = decodeURIComponent(url.pathname.slice(1)).split('/').slice(1).join('/');
    fake.asked.push(`${request.method} ${key}`);
    const fault = fake.faults.shift();
    const end = (status: number, content: Buffer | string = '') => {
      if (fault === 'lost') return void request.socket.destroy();
      response.writeHead(status).end(content);
    };
    const fail = (status: number, code: string) =>
      end(status, `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
    if (fault && fault !== 'lost') return fail(fault.status, fault.code);
    if (!(await isSigned(request, url, body))) return fail(403, 'SignatureDoesNotMatch');
    if (url.pathname.split('/')[1] !== bucket) return fail(404, 'NoSuchBucket');
    if (fake.readsOnly && request.method !== 'GET') return fail(403, 'AccessDenied');
    const found = objects.get(key);
    switch (request.method) {
      case 'PUT':
        if (request.headers['if-none-match'] !== undefined) {
          if (!fake.knowsConditions) return fail(501, 'NotImplemented');
          if (found) return fail(412, 'PreconditionFailed');
        }
        objects.set(key, { bytes: body, changedAt: Date.now() });
        return end(200);
      case 'DELETE':
        objects.delete(key);
        return end(204);
      case 'GET': {
        if (key === '') return end(200, listing(objects, url.searchParams));
        if (!found) return fail(404, 'NoSuchKey');
        const [, from = '0', to = ''] =
          /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
        if (found.bytes.length === 0) return fail(416, 'InvalidRange');
        return end(206, found.bytes.subarray(Number(from), Number(to) + 1));
      }
      default:
        return fail(405, 'MethodNotAllowed');
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  fake.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  fake.close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return fake;
}

function listing(objects: FakeS3['objects'], query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? '';
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  const page = keys.slice(0, PAGE).map((key) => {
    const { bytes, changedAt } = objects.get(key) ?? { bytes: Buffer.alloc(0), changedAt: 0 };
    return `<Contents><Key>${key}</Key><LastModified>${new Date(changedAt).toISOString()}</LastModified><Size>${bytes.length}</Size></Contents>`;
  });
  const next = keys.length > PAGE ? keys[PAGE - 1] : undefined;
  const more = next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`;
  return `<ListBucketResult><IsTruncated>${next !== undefined}</IsTruncated>${page.join('')}${more}</ListBucketResult>`;
}

/** By the same arithmetic from the other side, and the sum of what arrived. */
async function isSigned(request: IncomingMessage, url: URL, body: Buffer): Promise<boolean> {
  const { authorization = '' } = request.headers;
  const signed = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
  const headers = Object.fromEntries(
    signed.flatMap((name) => (name === 'host' ? [] : [[name, String(request.headers[name])]])),
  );
  const signer = new AwsV4Signer({
    ...fakeCredentials,
    method: request.method ?? '',
    url: url.href,
    headers,
    service: 's3',
    region: 'us-east-1',
    datetime: String(request.headers['x-amz-date']),
  });
  const sum = createHash('sha256').update(body).digest('hex');
  return (
    request.headers['x-amz-content-sha256'] === sum && (await signer.authHeader()) === authorization
  );
}
