import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Schemas } from '../api/schema.d.ts';
import type { ServiceError } from '../api/service-error.ts';
import { isOfDocument } from './is-of-document.ts';
import { isOver } from './is-over.ts';
import type { PickedFile } from './picked-file.ts';
import type { DocumentPut, PutProgress } from './put-document.ts';
import { readable } from './readable.ts';
import { sendFile } from './send-file.ts';
import type { Upload, UploadState } from './upload.ts';
import { countsOf, moved, type UploadCounts } from './upload-counts.ts';

export interface UploadTools {
  /** sha256 in hex, or null where it cannot be told. */
  hash(file: File): Promise<string | null>;
  plan(request: Schemas['PlanRequest'], signal: AbortSignal): Promise<Schemas['PlanResponse']>;
  put(document: DocumentPut, progress: PutProgress): Promise<Schemas['PutResponse']>;
}

/** A document that an upload changed. */
export interface Stored {
  collection: string;
  id: string;
  /** Whether it was to take the place of another path, whose document has gone then. */
  wasMoved: boolean;
}

export interface Uploads {
  readonly list: ReadonlySignal<readonly Upload[]>;
  readonly counts: ReadonlySignal<UploadCounts>;
  /** Why nothing more is sent, where that concerns every file. */
  readonly halt: ReadonlySignal<unknown>;
  add(files: readonly PickedFile[], collection: string | null): void;
  cancel(upload: Upload): void;
  cancelAll(): void;
  retry(upload: Upload): void;
  /** After a halt. */
  goOn(): void;
  /** Takes what ended off the list. */
  clear(): void;
  /** @returns ends it */
  onStored(listener: (stored: Stored) => void): () => void;
}

/** Files sent at the same time; a browser has six connections to a host, and the page needs some. */
const AT_ONCE = 4;
/** Bytes sent at the same time; a larger file goes alone. */
const BYTES_AT_ONCE = 32 * 2 ** 20;
/** Files that are asked about together, and their bytes, which are read for it. */
const ASKED = 100;
const BYTES_ASKED = 64 * 2 ** 20;
/** In place of a sha256 that is not known: no file has it, so that the backend compares the bytes. */
const UNKNOWN = '0'.repeat(64);

interface Planned {
  upload: Upload;
  collection: string;
  id: string;
  from: string | null;
}

/** Sends files, a few at a time. Asks the backend first, which of them are new or changed. */
export function createUploads(tools: UploadTools): Uploads {
  const list = signal<readonly Upload[]>([]);
  const counts = signal(countsOf());
  const halt = signal<unknown>(null);
  const listeners = new Set<(stored: Stored) => void>();
  const running = new Map<Upload, AbortController>();
  /** Old paths that a rename took: of two copies of a file, one is the renamed one. */
  const taken = new Map<string, Upload>();
  let waiting: Upload[] = [];
  let planned: Planned[] = [];
  let isAsking = false;
  let bytes = 0;
  let keys = 0;

  const set = (upload: Upload, state: UploadState) => {
    counts.value = moved(counts.value, upload.state.value, state);
    upload.state.value = state;
  };

  return {
    list,
    counts,
    halt,
    add(files, collection) {
      const added = files.map((file): Upload => {
        keys += 1;
        return { ...file, key: keys, collection, state: signal<UploadState>({ is: 'waiting' }) };
      });
      batch(() => {
        for (const { state } of added) counts.value = moved(counts.value, null, state.value);
        list.value = [...list.value, ...added];
      });
      // Not spread: there can be fewer arguments than files.
      waiting = waiting.concat(added);
      pump();
    },
    cancel(upload) {
      waiting = waiting.filter((other) => other !== upload);
      planned = planned.filter((other) => other.upload !== upload);
      end(upload);
    },
    cancelAll: () =>
      batch(() => {
        // At once: to look for each among all others would take for ever.
        waiting = [];
        planned = [];
        for (const upload of list.value) end(upload);
        halt.value = null;
      }),
    retry(upload) {
      if (!isOver(upload.state.value)) return;
      set(upload, { is: 'waiting' });
      waiting.unshift(upload);
      pump();
    },
    goOn() {
      halt.value = null;
      pump();
    },
    clear: () =>
      batch(() => {
        for (const { state } of list.value)
          if (isOver(state.value)) counts.value = moved(counts.value, state.value, null);
        list.value = list.value.filter(({ state }) => !isOver(state.value));
      }),
    onStored(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  function end(upload: Upload): void {
    if (isOver(upload.state.value)) return;
    set(upload, { is: 'cancelled' });
    running.get(upload)?.abort();
  }

  function pump(): void {
    if (halt.value !== null) return;
    if (!isAsking && planned.length < AT_ONCE && waiting.length > 0) void ask();
    for (let [next] = planned; next && hasRoom(next.upload); [next] = planned) {
      planned.shift();
      void send(next);
    }
  }

  function hasRoom({ file }: Upload): boolean {
    if (running.size === 0) return true;
    return running.size < AT_ONCE && bytes + file.size <= BYTES_AT_ONCE;
  }

  /** Asks about the next files of one source. */
  async function ask(): Promise<void> {
    isAsking = true;
    const some = takeSome();
    try {
      const hashes = new Map<Upload, string>();
      for (const upload of some) {
        if (isOver(upload.state.value)) continue;
        set(upload, { is: 'checking' });
        await one(upload, async () => {
          hashes.set(upload, (await readable(tools.hash(upload.file))) ?? UNKNOWN);
        });
      }
      await asked(hashes);
    } catch (error) {
      stop(error, some);
    }
    isAsking = false;
    pump();
  }

  function takeSome(): Upload[] {
    const [first] = waiting;
    let size = 0;
    let end = 0;
    for (const { collection, source, file } of waiting) {
      size += file.size;
      const isFull = end > 0 && (end === ASKED || size > BYTES_ASKED);
      if (isFull || collection !== first?.collection || source !== first.source) break;
      end += 1;
    }
    return waiting.splice(0, end);
  }

  async function asked(hashes: ReadonlyMap<Upload, string>): Promise<void> {
    const [first] = hashes.keys();
    if (!first) return;
    const { source, collection: wanted } = first;
    // Two files of one path, chosen one after the other: the later one counts.
    const uploads = new Map([...hashes.keys()].map((upload) => [upload.path, upload]));
    const { collection, files } = await tools.plan(
      {
        ...(wanted === null ? {} : { collection: wanted }),
        source,
        files: [...uploads].map(([path, upload]) => ({
          path,
          sha256: hashes.get(upload) ?? UNKNOWN,
        })),
      },
      new AbortController().signal,
    );
    const plans = new Map(files.map((file) => [file.path, file]));
    batch(() => {
      for (const upload of hashes.keys()) {
        const plan = plans.get(upload.path);
        if (!plan || upload.state.value.is === 'cancelled') continue;
        const { id, action } = plan;
        if (action === 'unchanged')
          set(upload, { is: 'done', id, collection, action, chunks: null });
        else {
          const from = action === 'rename' ? renamedFrom(upload, plan.from) : null;
          set(upload, { is: 'waiting' });
          planned.push({ upload, collection, id, from });
        }
      }
    });
  }

  /** The old path of a rename; null where that file is still there, or nobody knows: then it is a copy. */
  function renamedFrom(upload: Upload, from: string | undefined): string | null {
    const { collection, source, beside } = upload;
    if (from === undefined || !beside || beside.has(from)) return null;
    const name = `${collection}/${source}/${from}`;
    const taker = taken.get(name) ?? upload;
    taken.set(name, taker);
    return taker === upload ? from : null;
  }

  async function send(next: Planned): Promise<void> {
    const { upload, collection, id, from } = next;
    const { file } = upload;
    const controller = new AbortController();
    running.set(upload, controller);
    bytes += file.size;
    try {
      await one(upload, async () => {
        set(upload, { is: 'sending', share: 0 });
        const { action, chunks } = await put(next, controller.signal);
        set(upload, { is: 'done', id, collection, action, chunks });
        for (const tell of listeners) tell({ collection, id, wasMoved: from !== null });
      });
    } catch (error) {
      stop(error, [upload]);
    }
    running.delete(upload);
    bytes -= file.size;
    pump();
  }

  function put(
    { upload, collection, id, from }: Planned,
    signal: AbortSignal,
  ): Promise<Schemas['PutResponse']> {
    const { file, source, path } = upload;
    const onStart = () => {
      if (upload.state.value.is !== 'cancelled') set(upload, { is: 'sending', share: 0 });
    };
    const sent = { file, place: { id, collection, source, path }, from, onStart };
    return sendFile(sent, tools.put, {
      signal,
      onShare: (share) =>
        upload.state.value.is === 'sending' && set(upload, { is: 'sending', share }),
      onSent: () => upload.state.value.is === 'sending' && set(upload, { is: 'reading' }),
    });
  }

  /** A step for a file: what goes wrong with that file alone is its own state. */
  async function one(upload: Upload, step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (upload.state.value.is === 'cancelled') return;
      if (!isOfDocument(error)) throw error;
      set(upload, failed(error));
    }
  }

  /** Nothing goes on; what was under way waits again. A source that is refused concerns its own files alone. */
  function stop(error: unknown, uploads: readonly Upload[]): void {
    const again = uploads.filter(({ state }) => !isOver(state.value));
    if (isOfDocument(error)) {
      batch(() => {
        for (const upload of again) set(upload, failed(error));
      });
      return;
    }
    batch(() => {
      for (const upload of again) set(upload, { is: 'waiting' });
      waiting.unshift(...again);
      halt.value = error;
    });
  }
}

function failed({ code, message, hint, limit }: ServiceError): UploadState {
  return { is: 'failed', error: { code, message, hint: hint ?? null, limit } };
}
