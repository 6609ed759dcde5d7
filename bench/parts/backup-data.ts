import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RealVectors } from './real-vectors.ts';

/** Points of a segment, as Qdrant would hold some. */
const SEGMENT = 20_000;

/**
 * A volume as Qdrant has it: segments of real float32 vectors, with as much text as payload as passages have.
 * @param text whose passages are the payload
 */
export function writeQdrantVolume(
  folder: string,
  points: number,
  { vectors, text }: { vectors: RealVectors; text: string },
): void {
  for (let at = 0; at < points; at += SEGMENT) {
    const segment = join(folder, `collections/corpus_gecko3__g1/0/segments/${at}`);
    const count = Math.min(SEGMENT, points - at);
    writeParts(join(segment, 'vector_storage-dense/vectors/chunk_0.mmap'), count, () => {
      const vector = vectors.next();
      return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
    });
    writeParts(join(segment, 'payload_storage/page_0.dat'), count, (i) => {
      const from = ((at + i) * 7_919) % Math.max(1, text.length - 900);
      const payload = { document: `doc-${at + i}`, text: text.slice(from, from + 900) };
      return Buffer.from(JSON.stringify(payload));
    });
  }
}

/** A volume as Ollama has it, of some megabytes: a file of weights, and others with its frequencies of bytes. */
export function writeOllamaVolume(folder: string, weights: string, bytes: number): void {
  const one = readFileSync(weights);
  for (let i = 0, written = 0; written < bytes; i += 1, written += one.length)
    // Another in every byte, and as hard to pack.
    writeOllamaBlob(folder, i === 0 ? one : one.map((byte) => byte ^ (i & 0xff)));
}

/** Ollama names a file by its sum. */
export function writeOllamaBlob(folder: string, bytes: Uint8Array): void {
  const blobs = join(folder, 'models/blobs');
  mkdirSync(blobs, { recursive: true });
  writeFileSync(join(blobs, `sha256-${createHash('sha256').update(bytes).digest('hex')}`), bytes);
}

function writeParts(path: string, count: number, part: (i: number) => Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'w');
  const waiting: Uint8Array[] = [];
  for (let i = 0; i < count; i += 1) {
    waiting.push(part(i));
    if (waiting.length < 1_000 && i < count - 1) continue;
    writeSync(file, Buffer.concat(waiting));
    waiting.length = 0;
  }
  closeSync(file);
}
