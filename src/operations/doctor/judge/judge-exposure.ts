import type { ContainerState } from '../../../engine/objects.ts';
import { isLoopback } from '../../../stack/is-loopback.ts';
import { urlHost } from '../../../stack/url-host.ts';
import type { Finding } from '../check.ts';

/** What was tried as a stranger, from beyond loopback. */
export interface Trial {
  host: string;
  port: number;
  path: string;
  /** Null: nothing of the project answered. */
  status: number | null;
}

/** Answers of a door that keeps strangers out: no token, forbidden, a host that it does not know. */
const guarded = [400, 401, 403, 421];

/** Ports that are published beyond loopback though nobody asked for it. */
export function judgePublished(
  containers: readonly Pick<ContainerState, 'name' | 'ports'>[],
  expose: boolean,
): Finding[] {
  if (expose) return [];
  return containers.flatMap(({ name, ports }) => {
    const open = ports.filter(({ address }) => !isLoopback(address));
    if (open.length === 0) return [];
    const where = [
      ...new Set(open.map(({ address, hostPort }) => `${urlHost(address) || '*'}:${hostPort}`)),
    ];
    return [
      {
        code: 'EXPOSED',
        severity: 'problem',
        text: `${name} is published beyond loopback (${where.join(', ')}), and expose is not set`,
        consequence:
          'Other machines reach it: published ports pass the rules of most firewalls of this machine',
      },
    ];
  });
}

/** What answered to a stranger. */
export function judgeTrials(trials: readonly Trial[]): Finding[] {
  return trials
    .filter(({ status }) => status !== null && !guarded.includes(status))
    .map(({ host, port, path, status }) => ({
      code: 'EXPOSED',
      severity: 'problem',
      text: `Whoever reaches ${host} is served at port ${port} without a token`,
      consequence: 'Documents and answers are open to all in the network',
      evidence: [`GET ${path} without a token: HTTP ${status}`],
    }));
}
