import { GeckoError } from '../../../src/errors.ts';
import { Refusal } from './call.ts';

/**
 * What Docker answers where the fake throws: status and words of 20.10 to 28.
 * @param name of what the call is about
 */
export function refusalOf(error: unknown, name: string): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof GeckoError)) return new Refusal(500, String(error));
  const { code, details, message } = error;
  if (typeof details.words === 'string') return new Refusal(500, details.words);
  switch (code) {
    case 'NAME_TAKEN':
      return details.kind === 'network'
        ? new Refusal(409, `network with name ${details.name} already exists`)
        : new Refusal(
            409,
            `Conflict. The container name "/${details.name}" is already in use by container "${details.holder}". You have to remove (or rename) that container to be able to reuse that name.`,
          );
    case 'PORT_TAKEN':
      return new Refusal(
        500,
        `driver failed programming external connectivity on endpoint ${name}: Bind for ${details.address}:${details.port} failed: port is already allocated`,
      );
    case 'VOLUME_IN_USE':
      return new Refusal(
        409,
        `remove ${details.name}: volume is in use - [${(details.holders as string[]).join(', ')}]`,
      );
    case 'NETWORK_IN_USE':
      return new Refusal(
        403,
        `error while removing network: network ${details.name} id ${name} has active endpoints`,
      );
    case 'IMAGE_MISSING':
      return new Refusal(404, `No such image: ${details.name}`);
    case 'PULL_FAILED':
      return new Refusal(
        404,
        `manifest for ${details.image} not found: manifest unknown: manifest unknown`,
      );
    case 'LOAD_FAILED':
      return new Refusal(
        500,
        'open /var/lib/docker/tmp/docker-import-1/repositories: no such file or directory',
      );
    case 'OBJECT_MISSING':
      return new Refusal(404, missingWords(String(details.kind), String(details.name), name));
    default:
      return new Refusal(500, message);
  }
}

function missingWords(kind: string, missing: string, name: string): string {
  if (kind === 'network') return `network ${missing} not found`;
  if (kind === 'path') return `Could not find the file ${missing} in container ${name}`;
  return `No such container: ${missing}`;
}
