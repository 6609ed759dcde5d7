import { GeckoError } from '../../../errors.ts';
import type { Check } from '../check.ts';

/** The container engine: there, allowed, and new enough. */
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
          },
        ],
      };
    } catch (error) {
      if (!(error instanceof GeckoError)) throw error;
      const { code, message, hint } = error;
      return {
        findings: [
          {
            code,
            severity: 'problem',
            text: message,
            consequence: 'Nothing of the project can be started, stopped or looked at',
            ...(hint === undefined ? {} : { fix: { what: hint, command: null } }),
          },
        ],
      };
    }
  },
};
