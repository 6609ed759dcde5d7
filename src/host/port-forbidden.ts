import { exitCodes, GeckoError } from '../errors.ts';

/** The one error for a port that the system lets nobody of this user's have. */
export function portForbidden(port: number, key: string, cause?: unknown): GeckoError {
  const variable = `GECKO_${key.replace('.', '_').toUpperCase()}`;
  return new GeckoError(
    'PERMISSION',
    `The system does not allow to listen on port ${port} (${key})`,
    {
      exitCode: exitCodes.failure,
      hint: `Choose a port from 1024 on: ${key} in gecko.yaml, or ${variable} in the environment.`,
      details: { port, key },
      cause,
    },
  );
}
