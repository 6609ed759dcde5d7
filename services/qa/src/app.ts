import { createBackend } from '@gecko/core/http/backend';
import type { OpenedCore } from '@gecko/core/open-core';

/** The backend that takes the question as it is: retrieve, answer. */
export function createQaApp(core: OpenedCore) {
  return createBackend(core, 'qa');
}
