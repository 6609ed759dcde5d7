import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Analysis } from '../contract/ask.ts';
import type { OpenedCore } from '../open-core.ts';
import type { GenerationStore } from '../store/port.ts';
import type { Metrics } from './metrics.ts';

/** What a request handler finds in its context. */
export interface HttpEnvironment {
  Variables: {
    /** Aborted when the client leaves or the deadline passes. */
    signal: AbortSignal;
    /** Ends the deadline, for a route that streams or takes as long as it takes; other routes' end is seen. */
    finish: () => void;
  };
}

export type App = OpenAPIHono<HttpEnvironment>;

/**
 * Understands a question, the last of those given; it goes on from the ones before it. What `rag` has
 * and `qa` has not.
 */
export type Analyse = (
  questions: readonly string[],
  corpus: Pick<GenerationStore, 'fields' | 'values'>,
) => Promise<Analysis>;

/** What routes stand on. */
export interface RouteTools {
  core: OpenedCore;
  service: 'rag' | 'qa';
  analyse: Analyse | null;
  metrics: Metrics;
}
