import { z } from 'zod';
import type { StoredPoint } from './collection.ts';
import type { Payload } from './filter.ts';
import type { PointId } from './point-id.ts';
import { toNumbers, type Vector } from './vectors.ts';

const Fields = z.union([
  z.boolean(),
  z.array(z.string()),
  z.object({ include: z.array(z.string()) }),
  z.object({ exclude: z.array(z.string()) }),
]);

/** A point as Qdrant shows it, with the payload and the vectors that are asked for. */
export function presented(
  { id, payload, vectors }: StoredPoint,
  withPayload: unknown,
  withVector: unknown,
): { id: PointId; payload?: Payload; vector?: unknown } {
  const names = z.union([z.boolean(), z.array(z.string())]).parse(withVector);
  const fields = Fields.parse(withPayload);
  return {
    id,
    ...(fields === false ? {} : { payload: chosen(payload, fields) }),
    ...(names === false ? {} : { vector: shown(vectors, names) }),
  };
}

function chosen(payload: Payload, fields: Exclude<z.infer<typeof Fields>, false>): Payload {
  if (fields === true) return payload;
  const isChosen = (key: string) => {
    if (Array.isArray(fields)) return fields.includes(key);
    return 'include' in fields ? fields.include.includes(key) : !fields.exclude.includes(key);
  };
  return Object.fromEntries(Object.entries(payload).filter(([key]) => isChosen(key)));
}

function shown(vectors: ReadonlyMap<string, Vector>, names: true | string[]): unknown {
  const unnamed = vectors.get('');
  if (unnamed) return numbers(unnamed);
  const asked = [...vectors].filter(([name]) => names === true || names.includes(name));
  return Object.fromEntries(asked.map(([name, vector]) => [name, numbers(vector)]));
}

function numbers(vector: Vector): unknown {
  return ArrayBuffer.isView(vector)
    ? toNumbers(vector)
    : { indices: vector.indices, values: toNumbers(vector.values) };
}
