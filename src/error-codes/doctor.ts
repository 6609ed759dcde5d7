import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

/** What `gecko doctor` finds and no other command does; each is a page's worth in docs/troubleshooting.md. */
export const doctorCodes: Readonly<Record<string, Explanation>> = {
  CHECK_FAILED: {
    exitCode: exitCodes.problems,
    summary: 'A check of gecko doctor ended in an error of its own',
    causes: ['What it looked at answered in a way that it does not know, or gecko has a defect.'],
    remedies: ['The other checks count as they are. gecko doctor --only ID --verbose shows more.'],
  },
  CHECK_LATE: {
    exitCode: exitCodes.problems,
    summary: 'A check of gecko doctor did not end within its deadline',
    causes: ['What it looked at is overloaded, or hangs.'],
    remedies: ['Run it again: gecko doctor --only ID.'],
  },
  NOT_STARTED: {
    exitCode: exitCodes.problems,
    foundBy: ['services'],
    summary: 'Nothing of the project runs',
    causes: ['gecko up was never called, or gecko down was.'],
    remedies: ['gecko up brings it up.'],
  },
  SERVICE_STOPPED: {
    exitCode: exitCodes.problems,
    foundBy: ['services'],
    summary: 'A service of the project does not run',
    causes: [
      'It was stopped (gecko stop), it ended by itself, or the machine was started anew meanwhile.',
    ],
    remedies: [
      'gecko start SERVICE starts it; gecko logs --tail 50 SERVICE shows what it said last.',
      'gecko doctor --fix starts all that are stopped.',
    ],
  },
};
