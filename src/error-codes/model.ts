import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

/** What goes wrong with language models, beyond what their server says itself. */
export const modelCodes: Readonly<Record<string, Explanation>> = {
  MODEL_STALLED: {
    exitCode: exitCodes.timeout,
    summary: 'The download of a model stands still',
    causes: [
      'The network of the machine that Ollama runs on was lost, or its way to the registry is too slow to bring anything.',
    ],
    remedies: [
      'gecko has left it and tried again several times. Once the way is mended: gecko model pull NAME goes on where it stopped.',
    ],
  },
  NO_MODEL_FITS: {
    exitCode: exitCodes.unsupported,
    summary: 'None of the models that gecko knows fits the memory',
    causes: ['The machine, or the limit of the container of Ollama, has too little memory.'],
    remedies: [
      'gecko model recommend shows what each needs, and what there is.',
      'Raise services.ollama.limits.memory, lower generator.contextTokens, or set generator.url to a server elsewhere.',
    ],
  },
};
