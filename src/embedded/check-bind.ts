import type { ResolvedConfig } from '../config/schema.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { loopback } from './listen.ts';

/** @throws GeckoError RUNTIME_UNSUPPORTED (exit 21) where the embedded services should listen beyond loopback */
export function checkBind({ bind, expose }: Pick<ResolvedConfig, 'bind' | 'expose'>): void {
  if ((bind === loopback || bind === 'localhost') && !expose) return;
  throw new GeckoError('RUNTIME_UNSUPPORTED', `The embedded runtime listens on ${loopback} only`, {
    exitCode: exitCodes.unsupported,
    hint: 'Leave --expose out, and take the keys bind and expose out of the configuration.',
  });
}
