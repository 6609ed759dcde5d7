import { exitCodes, GeckoError } from '../errors.ts';
import { findFreePort } from './free-port.ts';

export interface TakenPort {
  port: number;
  /** Its key in the configuration: `ports.rag`. */
  key: string;
  /** Who has it, for people; null where nothing tells. */
  holder: string | null;
  /** Ports that are not to be suggested. */
  others?: readonly number[];
  cause?: unknown;
}

/** The one error for a port that is not free, found before or by what should have listened on it. */
export async function portTaken({
  port,
  key,
  holder,
  others = [],
  cause,
}: TakenPort): Promise<GeckoError> {
  const free = await findFreePort(port, new Set([port, ...others]));
  const variable = `GECKO_${key.replace('.', '_').toUpperCase()}`;
  return new GeckoError(
    'PORT_TAKEN',
    `Port ${port} (${key}) is taken by ${holder ?? 'another program'}`,
    {
      exitCode: exitCodes.conflict,
      hint: `Stop that program, or choose another port: ${key} in gecko.yaml, or ${variable} in the environment.${free === null ? '' : ` Port ${free} is free.`}`,
      details: { port, key, holder, free },
      cause,
    },
  );
}
