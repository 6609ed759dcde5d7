import { exitCodes, GeckoError } from '../../errors.ts';
import type { Entry, Kind, RepositoryPlace } from './place.ts';
import { type S3Answer, type S3Bucket, type S3Request, s3Client } from './s3-client.ts';

/**
 * A repository in a bucket of S3, or of another server that speaks its protocol. An object is there whole
 * or not at all.
 * @param prefix of the names of all objects, without slashes at its ends; empty: none
 * @throws from its methods GeckoError BACKUP_BUCKET (exit 10), BACKUP_DENIED (12), BACKUP_UNREACHABLE (20)
 */
export function s3Place(bucket: S3Bucket, prefix: string, signal: AbortSignal): RepositoryPlace {
  const name = ['s3:/', bucket.bucket, prefix].filter(Boolean).join('/');
  const client = s3Client(bucket, signal);
  // What is given back at the end is given back after Ctrl-C, too.
  const lasting = s3Client(bucket, new AbortController().signal);
  const keyOf = (kind: Kind, one = '') =>
    [prefix, kind, one].filter((part, index) => part || index === 2).join('/');
  const send = async (request: S3Request, allowed: readonly number[]) => {
    const sender = request.method === 'DELETE' ? lasting : client;
    const answer = await sender(request).catch((error: unknown) => {
      throw signal.aborted ? error : unreachable(name, error);
    });
    if (answer.status >= 300 && !allowed.includes(answer.status)) throw refused(name, answer);
    if (answer.code === 'NoSuchBucket') throw refused(name, answer);
    return answer;
  };
  const put = (kind: Kind, one: string, body: Uint8Array, headers: Record<string, string> = {}) =>
    send({ method: 'PUT', key: keyOf(kind, one), body, headers }, [409, 412, 501]);
  const read = async (kind: Kind, one: string, limit: number) => {
    const headers = { range: `bytes=0-${limit}` };
    const answer = await send({ method: 'GET', key: keyOf(kind, one), headers }, [404, 416]);
    if (answer.status === 404) return null;
    // Nothing lies in a range of an object without bytes.
    return answer.status === 416 ? Buffer.alloc(0) : answer.body.subarray(0, limit + 1);
  };
  const entries = async (kind: Kind): Promise<Entry[]> => {
    const found: Entry[] = [];
    for (let token: string | null = ''; token !== null; ) {
      const query = {
        'list-type': '2',
        prefix: keyOf(kind),
        ...(token === '' ? {} : { 'continuation-token': token }),
      };
      const { body } = await send({ method: 'GET', key: '', query }, []);
      const page = listedIn(body.toString('utf8'));
      found.push(...page.entries);
      token = page.next;
    }
    return found;
  };
  return {
    name,
    isSealed: false,
    signers: [],
    names: async (kind) => (await entries(kind)).map((one) => one.name),
    entries,
    storedName: (sha256) => sha256,
    read,
    async write(kind, one, bytes) {
      const answer = await put(kind, one, bytes);
      if (answer.status >= 300) throw refused(name, answer);
    },
    async create(kind, one, bytes) {
      const answer = await put(kind, one, bytes, { 'if-none-match': '*' });
      if (answer.status < 300) return true;
      const there = await read(kind, one, bytes.length);
      // An answer that was lost may have been that it is written.
      if (there !== null) return answer.repeated && there.equals(bytes);
      if (answer.status !== 501) throw refused(name, answer);
      // A server without conditions: of two at once the later one stays, and both look at it then.
      await put(kind, one, bytes);
      return (await read(kind, one, bytes.length))?.equals(bytes) ?? false;
    },
    async remove(kind, one) {
      await send({ method: 'DELETE', key: keyOf(kind, one) }, [404]);
    },
    // What is not whole is not there.
    clean: async () => {},
    free: async () => null,
  };
}

/** A page of a listing: ListObjectsV2 in Amazon's reference. */
function listedIn(xml: string): { entries: Entry[]; next: string | null } {
  const text = (inside: string, tag: string) =>
    new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(inside)?.[1] ?? '';
  const entries = [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, inside = '']) => ({
    // gecko's own names have nothing that is written otherwise in XML.
    name: text(inside, 'Key').split('/').at(-1) ?? '',
    size: Number(text(inside, 'Size')),
    changedAt: Date.parse(text(inside, 'LastModified')),
  }));
  const next = text(xml, 'NextContinuationToken').replaceAll('&amp;', '&');
  return {
    entries: entries.filter((one) => one.name !== ''),
    next: text(xml, 'IsTruncated') === 'true' && next !== '' ? next : null,
  };
}

function unreachable(name: string, cause: unknown): GeckoError {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const why = inner instanceof Error ? inner.message : String(inner);
  return new GeckoError('BACKUP_UNREACHABLE', `The server of ${name} does not answer: ${why}`, {
    exitCode: exitCodes.engine,
    hint: 'See that the network is up, and that backup.s3.endpoint is its address. Nothing was lost: a backup exists only once it is complete.',
    cause,
  });
}

function refused(name: string, { status, code }: S3Answer): GeckoError {
  const details = { status, code };
  const said = code === '' ? `status ${status}` : code;
  if (code === 'NoSuchBucket' || status === 404)
    return new GeckoError('BACKUP_BUCKET', `The bucket of ${name} is not there`, {
      exitCode: exitCodes.nothing,
      hint: 'Make it first, or mend its name; backup.s3.region and backup.s3.endpoint say where it is looked for.',
      details,
    });
  if (status === 507 || /Full|Quota/.test(code))
    return new GeckoError('NO_SPACE', `There is no room left in ${name}: ${said}`, {
      exitCode: exitCodes.space,
      hint: 'Nothing was lost: a backup exists only once it is complete. Make room, or name another place with --to.',
      details,
    });
  if (status === 401 || status === 403)
    return new GeckoError('BACKUP_DENIED', `The server refuses access to ${name}: ${said}`, {
      exitCode: exitCodes.key,
      hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to a key that may list, read, write and delete there.',
      details,
    });
  return new GeckoError('BACKUP_TARGET', `${name} cannot be used for backups: ${said}`, {
    exitCode: exitCodes.failure,
    hint: 'Look at what the server says, and at backup.s3.region and backup.s3.endpoint.',
    details,
  });
}
