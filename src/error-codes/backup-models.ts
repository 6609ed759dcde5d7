import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

/** What goes wrong with language models in backups. */
export const backupModelCodes: Readonly<Record<string, Explanation>> = {
  MODEL_DAMAGED: {
    exitCode: exitCodes.integrity,
    summary: 'A language model is not the files that its manifest names',
    causes: [
      'A file of it is missing, or was changed since it was fetched: a failing disk, a full one, or a person. The name of each of its files is the sha256 of what it holds.',
    ],
    remedies: [
      'gecko model rm NAME, then gecko model pull NAME: a pull alone keeps the files that are there.',
      'gecko backup ollama --models A,B backs the others up.',
    ],
  },
  MODEL_NOT_LISTED: {
    exitCode: exitCodes.failure,
    summary: 'Ollama does not list a model that was restored',
    causes: [
      'Its version cannot read the model, or keeps its models in another place than its volume.',
    ],
    remedies: [
      'What was there before is back. gecko logs --tail 50 ollama shows what it says.',
      'Bring up the version of Ollama that the models come from, key images.ollama.',
    ],
  },
};
