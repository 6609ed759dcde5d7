import type { GeckoError } from '../../errors.ts';
import type { EngineVersion } from '../docker/ask-version.ts';
import type { ConnectInput } from './connect-input.ts';
import type { Endpoint } from './endpoint.ts';

/** What came of one way to an engine. */
export type Answer =
  | { state: 'absent'; where: string }
  | { state: 'broken'; where: string; because: GeckoError }
  | { state: 'works'; where: string; endpoint: Endpoint; version: EngineVersion };

/** Asks an endpoint for its version. @throws GeckoError that says why it has none */
export type Probe = (endpoint: Endpoint, where: string) => Promise<EngineVersion>;

/** One way to an engine. */
export type Candidate = (input: ConnectInput, probe: Probe) => Promise<Answer>;
