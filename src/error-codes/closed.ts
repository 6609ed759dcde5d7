import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

/** The codes of closed networks, and of files that are carried into them. */
export const closedCodes = {
  OFFLINE: {
    exitCode: exitCodes.unsupported,
    summary: 'What was asked for needs a network, and gecko is to ask nothing of any',
    causes: ['--offline was given, or the key offline is set.'],
    remedies: ['docs/closed-networks.md says how things are brought without a network.'],
  },
  BUNDLE_DAMAGED: {
    exitCode: exitCodes.integrity,
    summary: 'A file of gecko pull --save is not as it was written',
    causes: [
      'It was not copied to its end, or was changed on its way.',
      'It is another file, or one of a newer gecko.',
    ],
    remedies: [
      'Copy it anew and compare: tar -xOf FILE sha256sums shows the sums of what is in it.',
      'Write it anew where there is a network: gecko pull --save FILE.',
    ],
  },
  BUNDLE_PLATFORM: {
    exitCode: exitCodes.unsupported,
    summary: 'A file of gecko pull --save holds images for another platform',
    causes: ['It was written on a machine with another processor than the one of this engine.'],
    remedies: ['Write it with an engine on a machine like this one: gecko pull --save FILE.'],
  },
} as const satisfies Record<string, Explanation>;
