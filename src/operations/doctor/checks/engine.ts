import { GeckoError } from '../../../errors.ts';
import type { Check } from '../check.ts';
import { judgeEngineVersion } from '../judge/judge-engine-version.ts';

/** The container engine: there, allowed, new enough, and of no version that is known to be bad. */
export const engine: Check = {
  id: 'engine',
  title: 'container engine',
  runtimes: ['docker'],
  deadline: 15_000,
  async run(facts) {
    try {
      const { info } = await facts.engine();
      const { name, version, apiVersion, address } = info;
      return {
        findings: [
          {
            code: 'ENGINE',
            severity: 'ok',
            text: `${name} ${version} answers at ${address}, API ${apiVersion}`,
            evidence: [`found by ${info.foundBy}`],
          },
          ...judgeEngineVersion(info),
        ],
      };
    } catch (error) {
      if (!(error instanceof GeckoError)) throw error;
      const { code, message, hint, details } = error;
      const { why, cause } = details;
      return {
        findings: [
          {
            code,
            severity: 'problem',
            text: message,
            consequence: 'Nothing of the project can be started, stopped or looked at',
            // Mostly the sentence has it.
            ...(typeof why === 'string' && !message.includes(why)
              ? { evidence: [`${why} (${String(cause)})`] }
              : {}),
            ...(hint === undefined ? {} : { fix: { what: hint, command: null } }),
          },
        ],
      };
    }
  },
};
