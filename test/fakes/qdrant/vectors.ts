import { z } from 'zod';
import { formatError, Refusal, wrongInput } from './refusal.ts';

export interface DenseConfig {
  size: number;
  distance: 'Cosine' | 'Dot';
}

export interface Sparse {
  indices: number[];
  values: number[];
}

export type Vector = Float32Array | Sparse;

/** Vectors of a collection by name; the unnamed one is ''. */
export interface VectorConfigs {
  dense: Map<string, DenseConfig>;
  sparse: Map<string, { modifier?: string | undefined }>;
}

const SparseVector = z.object({ indices: z.array(z.int()), values: z.array(z.number()) });

const NO_CONFIG = 'data did not match any variant of untagged enum VectorsConfig';

export function parseConfigs(vectors: unknown, sparse: unknown): VectorConfigs {
  const named = z
    .record(z.string(), z.unknown())
    .catch({})
    .parse(vectors ?? {});
  const isUnnamed = 'size' in named || 'distance' in named;
  const entries: [string, unknown][] = isUnnamed ? [['', named]] : Object.entries(named);
  return {
    dense: new Map(entries.map(([name, config]) => [name, parseDense(config)])),
    sparse: new Map(
      Object.entries(
        z.record(z.string(), z.object({ modifier: z.string().optional() })).parse(sparse ?? {}),
      ),
    ),
  };
}

function parseDense(config: unknown): DenseConfig {
  const shape = z.object({ size: z.int().min(1), distance: z.enum(['Cosine', 'Dot']) });
  const parsed = shape.safeParse(config);
  if (!parsed.success) throw formatError(NO_CONFIG);
  if (parsed.data.size > 65_536)
    throw new Refusal(
      422,
      `Validation error in JSON body: [vectors.size: value ${parsed.data.size} invalid, must be from 1 to 65536]`,
    );
  return parsed.data;
}

/** The vectors of a point as they are kept. */
export function parsePointVectors(given: unknown, configs: VectorConfigs): Map<string, Vector> {
  if (given === undefined) throw formatError('missing field `vector`');
  const named: [string, unknown][] = Array.isArray(given)
    ? [['', given]]
    : Object.entries(z.record(z.string(), z.unknown()).parse(given));
  return new Map(named.map(([name, vector]) => [name, parseVector(name, vector, configs)]));
}

function parseVector(name: string, vector: unknown, { dense, sparse }: VectorConfigs): Vector {
  const config = dense.get(name);
  if (!config && !sparse.has(name)) throw wrongInput(`Not existing vector name error: ${name}`);
  if (!config) return parseSparse(vector, 'points[0].vector.?');
  const numbers = z.array(z.number()).safeParse(vector);
  if (!numbers.success)
    throw formatError('data did not match any variant of untagged enum VectorStruct');
  checkSize(numbers.data, config, name === '' ? '' : ` for vector '${name}'`);
  const kept = Float32Array.from(numbers.data);
  return config.distance === 'Cosine' ? normalized(kept) : kept;
}

export function parseDenseQuery(vector: unknown, config: DenseConfig): Float32Array {
  const numbers = z.array(z.number()).parse(vector);
  checkSize(numbers, config, '');
  const query = Float32Array.from(numbers);
  return config.distance === 'Cosine' ? normalized(query) : query;
}

function checkSize(numbers: readonly number[], { size }: DenseConfig, where: string): void {
  if (numbers.length !== size)
    throw wrongInput(
      `Vector dimension error: expected dim: ${size}, got ${numbers.length}${where}`,
    );
}

export function parseSparse(vector: unknown, where: string): Sparse {
  const { indices, values } = SparseVector.parse(vector);
  const invalid = (field: string, why: string) =>
    new Refusal(
      422,
      `Validation error in JSON body: [${where}.${field}: Validation error: ${why} [{}]]`,
    );
  if (indices.length !== values.length)
    throw invalid('values', 'must be the same length as indices');
  if (new Set(indices).size !== indices.length) throw invalid('indices', 'must be unique');
  const sorted = indices
    .map((index, i) => [index, Math.fround(values[i] ?? 0)] as const)
    .sort(([a], [b]) => a - b);
  return { indices: sorted.map(([index]) => index), values: sorted.map(([, value]) => value) };
}

/** Qdrant leaves a vector that is one long, or nothing, as it is. */
function normalized(vector: Float32Array): Float32Array {
  const square = Math.fround(vector.reduce((sum, value) => sum + value * value, 0));
  if (square < 1.1920929e-7 || Math.abs(square - 1) <= 1e-6) return vector;
  const length = Math.sqrt(square);
  return vector.map((value) => value / length);
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return Math.fround(sum);
}

/** Numbers as a float of 32 bits prints. */
export function toNumbers(vector: ArrayLike<number>): number[] {
  return Array.from(vector, shortest);
}

/** The shortest decimal that is this float of 32 bits. */
export function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}
