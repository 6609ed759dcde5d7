import { createBackend } from '@gecko/core/http/backend';
import type { OpenedCore } from '@gecko/core/open-core';
import { analyse } from './analyse.ts';

/** The backend that analyses the question first: language, filters named in it, other wordings. */
export function createRagApp(core: OpenedCore) {
  return createBackend(core, 'rag', analyse);
}
