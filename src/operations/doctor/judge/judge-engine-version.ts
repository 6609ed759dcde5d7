import type { EngineInfo } from '../../../engine/engine.ts';
import type { Finding } from '../check.ts';
import { isBelow } from './is-below.ts';

interface Hole {
  from?: string;
  /** The first version without it. */
  below: string;
  severity: Finding['severity'];
  text: string;
  consequence: string;
}

/** What is known of versions of Docker Engine, as far as gecko's own work or its containers meet it. */
const holes: readonly Hole[] = [
  {
    from: '23.0.0',
    below: '23.0.2',
    severity: 'warning',
    text: 'says that it removed a volume which it kept (moby 45037)',
    consequence: 'gecko down --volumes looks again, and fails, where a container still has one',
  },
  {
    below: '25.0.2',
    severity: 'note',
    text: 'came with a runc that lets an image out to the machine (CVE-2024-21626), unless the distribution has mended it',
    consequence: 'Run only images that you trust, backends of your own too',
  },
  {
    below: '28.0.0',
    severity: 'note',
    text: 'lets neighbours in the local network route to ports of containers that are not published',
    consequence: "Who is in the same network may reach Ollama's own port in its container",
  },
];

/** What is known against the engine's version. */
export function judgeEngineVersion({
  name,
  version,
}: Pick<EngineInfo, 'name' | 'version'>): Finding[] {
  if (name !== 'Docker' || !/^\d/.test(version)) return [];
  return holes
    .filter(({ from, below }) => isBelow(version, below) && !(from && isBelow(version, from)))
    .map(({ below, severity, text, consequence }) => ({
      code: 'ENGINE_KNOWN_BAD',
      severity,
      text: `Docker ${version} ${text}`,
      consequence,
      fix: { what: `upgrade the engine to ${below} or newer`, command: null },
    }));
}
