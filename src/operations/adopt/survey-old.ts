import { toPassage } from '../../adopt/to-passage.ts';
import type { OldQdrant } from '../../clients/old-qdrant.ts';

/** A collection of the old Qdrant. */
export interface OldCollection {
  name: string;
  points: number;
  /** Whether it is as langchain makes it, so that gecko can read documents from it. */
  isLangchain: boolean;
}

/** Points that are looked at before a collection is taken for langchain's. */
const SAMPLE = 16;

/** Every collection that a Qdrant has. */
export async function surveyOld(qdrant: OldQdrant, signal: AbortSignal): Promise<OldCollection[]> {
  const found: OldCollection[] = [];
  for (const name of await qdrant.collections(signal)) {
    const points = await qdrant.count(name, signal);
    found.push({ name, points, isLangchain: await isLangchain(name, qdrant, signal) });
  }
  return found;
}

async function isLangchain(name: string, qdrant: OldQdrant, signal: AbortSignal): Promise<boolean> {
  let looked = 0;
  for await (const point of qdrant.points(name, signal)) {
    if (toPassage(point) === null) return false;
    looked += 1;
    if (looked === SAMPLE) break;
  }
  return looked > 0;
}
