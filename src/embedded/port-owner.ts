import { lightFetch } from '../clients/light-fetch.ts';
import { contract } from '../contract.ts';
import { publishedUrl } from '../engine/reach/published-url.ts';
import { findPortHolder } from '../host/port-holder.ts';

/** Milliseconds for the holder of a port to say who it is. */
const askWithin = 500;

/** Who listens at a port of this machine, for people; null where nothing tells. */
export async function portOwner(port: number, address: string): Promise<string | null> {
  const project = await projectAt(publishedUrl({ address, hostPort: port }));
  const process = findPortHolder(port);
  if (project === null) return process;
  return `gecko's project ${project}${process === null ? '' : `, ${process}`}`;
}

/** Name of the project whose services answer; null where something else does. */
async function projectAt(url: string): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(askWithin);
    const response = await lightFetch(`${url}/health`, { signal });
    return response.headers.get(contract.headers.project);
  } catch {
    // It speaks no HTTP, or says nothing: then it is not ours.
    return null;
  }
}
