import { QdrantClient } from '@qdrant/js-client-rest';
import { ServiceError } from '../../contract/errors.ts';
import { untilAborted } from '../../until-aborted.ts';
import { qdrantError } from './qdrant-error.ts';

/** Milliseconds that one call may take; Qdrant answers queries in a few. */
export interface Deadlines {
  read: number;
  write: number;
}

export const DEADLINES: Deadlines = { read: 30_000, write: 300_000 };

/** Qdrant's REST API under deadlines; what goes wrong is a ServiceError that names the address. */
export interface Qdrant {
  /** Without a key. */
  readonly address: string;
  read<T>(
    what: string,
    call: (client: QdrantClient) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
  write<T>(what: string, call: (client: QdrantClient) => Promise<T>): Promise<T>;
}

export interface QdrantAddress {
  /** E.g. `http://127.0.0.1:6333`, with a path where it lies behind one. */
  url: string;
  apiKey?: string | undefined;
  /** Of a door before it, which passes the key on. */
  token?: string | undefined;
}

/** @throws ServiceError BAD_REQUEST where the address is none */
export function connectQdrant(
  { url, apiKey, token }: QdrantAddress,
  deadlines: Deadlines = DEADLINES,
): Qdrant {
  const { origin, port, prefix } = parseAddress(url);
  const client = (timeout: number) =>
    new QdrantClient({
      url: origin,
      port,
      timeout,
      // The client's own check only writes to the console; see check-version.ts.
      checkCompatibility: false,
      // As `apiKey` it would make the client warn on the console about plain http.
      headers: {
        ...(apiKey === undefined ? {} : { 'api-key': apiKey }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(prefix === '' ? {} : { prefix }),
    });
  const [reader, writer] = [client(deadlines.read), client(deadlines.write)];
  const address = `${origin}${prefix}`;
  const run = async <T>(what: string, timeout: number, call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw qdrantError(error, { what, address, timeout });
    }
  };
  return {
    address,
    read: (what, call, signal) =>
      untilAborted(
        run(what, deadlines.read, () => call(reader)),
        signal,
      ),
    write: (what, call) => run(what, deadlines.write, () => call(writer)),
  };
}

/** Qdrant's port is meant where an address names none, as its own clients do. */
const PORT = 6333;

function parseAddress(url: string): { origin: string; port: number; prefix: string } {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    throw new ServiceError(
      'BAD_REQUEST',
      `${url} is no address of a Qdrant, such as http://host:${PORT}`,
    );
  const port = Number(/^https?:\/\/[^/]*:(\d+)(?:\/|$)/.exec(url)?.[1] ?? PORT);
  return {
    origin: `${parsed.protocol}//${parsed.hostname}:${port}`,
    port,
    prefix: parsed.pathname.replace(/\/+$/, ''),
  };
}
