import type { ServiceErrorCode } from '@gecko/core/contract/errors';
import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

/** The codes that a backend answers. The type makes this table as complete as theirs. */
export const serviceCodes: Readonly<Record<ServiceErrorCode, Explanation>> = {
  BAD_REQUEST: {
    exitCode: exitCodes.usage,
    summary: 'The backend could not make sense of the request',
    causes: ['A field is missing, has the wrong type, or does not exist.', 'The JSON is broken.'],
    remedies: ['The message names the field. /openapi.json of the backend describes them all.'],
  },
  UNAUTHORIZED: {
    exitCode: exitCodes.key,
    summary: "The request needs the project's token, and the token is missing or wrong",
    causes: [
      'The token was replaced (gecko token rotate), and the containers still have the old one.',
      'The backend belongs to another project, or was started with another GECKO_HOME.',
      'The sign-in link of the web page was used already, is too old, or another project made it.',
    ],
    remedies: [
      "gecko up brings the project's token to the services.",
      'gecko open prints a new sign-in link.',
      'gecko token show prints the token for scripts.',
    ],
  },
  FORBIDDEN_HOST: {
    exitCode: exitCodes.failure,
    summary: 'The name in the Host header is not one that this project answers to',
    causes: ['The backend was called by a name other than localhost or its address.'],
    remedies: ['Add the name to the key hosts in gecko.yaml and start gecko again.'],
  },
  FORBIDDEN_ORIGIN: {
    exitCode: exitCodes.failure,
    summary: 'A web page of another origin tried to change something',
    causes: ['A page in the browser, not served by this project, called a backend.'],
    remedies: [
      'If the page is yours, add its origin to the key web.origins and start gecko again.',
    ],
  },
  NOT_FOUND: {
    exitCode: exitCodes.failure,
    summary: 'There is no such route',
    causes: ['A mistyped path, or a backend of another version.'],
    remedies: ['/openapi.json of the backend lists every route.'],
  },
  METHOD_NOT_ALLOWED: {
    exitCode: exitCodes.failure,
    summary: 'The route is there, and does not take this method',
    causes: ['A GET where a POST was meant, such as /ask opened in a browser.'],
    remedies: ['The header Allow names the methods; /openapi.json describes them.'],
  },
  COLLECTION_MISSING: {
    exitCode: exitCodes.nothing,
    summary: 'The collection does not exist: nothing was ingested into it yet',
    causes: ['No gecko ingest has run for it.', 'The name is mistyped.'],
    remedies: ['gecko corpus stats shows the collections.', 'gecko ingest PATH makes one.'],
  },
  DOCUMENT_MISSING: {
    exitCode: exitCodes.failure,
    summary: 'The collection has no such document',
    causes: ['It was removed, or never ingested, or is in another collection.'],
    remedies: ['gecko corpus list shows the documents; --collection NAME looks elsewhere.'],
  },
  GENERATION_MISSING: {
    exitCode: exitCodes.failure,
    summary: 'The collection has no such generation, or none to go back to',
    causes: ['It was never reindexed.', 'The generation was dropped, or the number is mistyped.'],
    remedies: ['gecko corpus reindex makes a new generation; a rollback goes to the one before.'],
  },
  DOCUMENT_EXISTS: {
    exitCode: exitCodes.conflict,
    summary: 'A document cannot be renamed to a path that another one has',
    causes: ['The new path was ingested before the old one was renamed.'],
    remedies: ['gecko ingest sends the file itself then; gecko corpus rm removes the old one.'],
  },
  CONTENT_NEEDED: {
    exitCode: exitCodes.conflict,
    summary: 'A renamed document would be read otherwise, so its bytes are needed',
    causes: ['The new extension is that of another format.', 'Its title is its file name.'],
    remedies: ['gecko ingest sends the file itself then; a client of the API does the same.'],
  },
  FINGERPRINT_MISMATCH: {
    exitCode: exitCodes.conflict,
    summary: 'The collection was made with another model, other weights or other chunk settings',
    causes: [
      'corpus.chunk.* was changed after documents were ingested.',
      'Other embedding weights are in use, or none, or some where there were none before.',
    ],
    remedies: [
      'Nothing was written. Go back to the old settings,',
      'or run gecko corpus reindex, which makes the collection anew from the stored text.',
    ],
  },
  SCHEMA_NEWER: {
    exitCode: exitCodes.conflict,
    summary: 'The data was written by a newer gecko, which this one does not understand',
    causes: ['gecko was replaced by an older version.'],
    remedies: ['Use the version that the message names, or a newer one. Nothing was changed.'],
  },
  COLLECTION_BUSY: {
    exitCode: exitCodes.locked,
    summary: 'Another run remakes the index of the collection',
    causes: ['A gecko corpus reindex runs already.', 'The collection was switched meanwhile.'],
    remedies: ['Wait until that run has ended, then try again. Nothing was changed.'],
  },
  COLLECTION_READ_ONLY: {
    exitCode: exitCodes.conflict,
    summary: 'The collection was made by another program, so gecko only reads it',
    causes: ['Qdrant has a collection of this name that langchain or another program filled.'],
    remedies: ['Ingest the documents into a collection of another name: --collection NAME.'],
  },
  BODY_TOO_LARGE: {
    exitCode: exitCodes.failure,
    summary: 'The document or request is larger than allowed',
    causes: ['A document above limits.document, or a question above limits.body.'],
    remedies: ['Split the document, or raise the limit in gecko.yaml and start gecko again.'],
  },
  UNSUPPORTED_MEDIA_TYPE: {
    exitCode: exitCodes.failure,
    summary: 'This kind of document cannot be read',
    causes: ['A binary file, or a format that gecko has no parser for.'],
    remedies: [
      'Save it as Markdown, text, HTML, PDF or DOCX. docs/documents.md lists the formats.',
    ],
  },
  DOCUMENT_UNREADABLE: {
    exitCode: exitCodes.partial,
    summary: 'The document could not be parsed; the message says why',
    causes: ['A damaged file, an unknown encoding, or content that is not what its name says.'],
    remedies: ['Open it in its own program and save it again, or leave it out.'],
  },
  DOCUMENT_EMPTY: {
    exitCode: exitCodes.partial,
    summary: 'The document has no text',
    causes: ['An empty file, or one with markup only.'],
    remedies: ['Nothing needs to be done; leave it out to end with exit code 0.'],
  },
  FILTER_UNKNOWN_FIELD: {
    exitCode: exitCodes.usage,
    summary: 'A filter names a field that no document of the collection has',
    causes: ['A mistyped key in --filter key=value.'],
    remedies: ['Keys are source, path, type, language, and what the front matter has.'],
  },
  BUSY: {
    exitCode: exitCodes.timeout,
    summary: 'The backend has as many requests as it takes',
    causes: ['Many questions at once on a slow machine.'],
    remedies: ['Try again in a moment, or raise limits.concurrency.'],
  },
  STORE_UNREACHABLE: {
    exitCode: exitCodes.timeout,
    summary: 'Qdrant does not answer, or the folder of the embedded store cannot be read',
    causes: [
      'Qdrant is not running, still starts, or is at another address.',
      'Embedded: the folder or files in it are gone, or gecko may not read them.',
    ],
    remedies: [
      'The message names the address. Start Qdrant there, or correct the address.',
      'Embedded: put the files back, or bring back a backup: gecko restore qdrant latest.',
    ],
  },
  STORE_UNAUTHORIZED: {
    exitCode: exitCodes.key,
    summary: 'Qdrant refuses the key that the backend sends',
    causes: ['Qdrant was started with another key, or with one where the backend has none.'],
    remedies: ['Give the backend the key that Qdrant was started with, one that may write.'],
  },
  STORE_UNSUPPORTED: {
    exitCode: exitCodes.unsupported,
    foundBy: ['qdrant'],
    summary: 'Qdrant is too old for gecko, or something else answers at its address',
    causes: ['The image of Qdrant is pinned to an old version.', 'The address is mistyped.'],
    remedies: ['Back it up, then upgrade Qdrant one minor version at a time.'],
  },
  EMBEDDER_UNAVAILABLE: {
    exitCode: exitCodes.failure,
    summary: 'Dense retrieval was asked for, and there are no embedding weights',
    causes: ['No source of the weights could be reached when the runtime started.'],
    remedies: [
      'gecko status says which sources were tried; docs/embeddings.md describes them.',
      'Without weights, full-text retrieval works: --mode lexical, or leave --mode out.',
    ],
  },
  GENERATOR_UNREACHABLE: {
    exitCode: exitCodes.engine,
    foundBy: ['ollama'],
    summary: 'The language model server does not answer',
    causes: ['Ollama, or the server of generator.url, is not running or is elsewhere.'],
    remedies: [
      'Start it; gecko status says which address was tried.',
      'generator.kind: extractive answers without a language model.',
    ],
  },
  MODEL_MISSING: {
    exitCode: exitCodes.failure,
    foundBy: ['ollama'],
    summary: 'The language model is not there',
    causes: ['The model was never pulled, or its name is mistyped.'],
    remedies: [
      'Ollama: gecko model pull MODEL, or name one that is there with the key model.',
      'In process: gecko model pull --embedded MODEL; gecko model list shows what there is.',
    ],
  },
  MODEL_UNKNOWN: {
    exitCode: exitCodes.failure,
    summary: 'There is no language model of that name',
    causes: [
      'A question names a model that is not installed.',
      'A model is to be pulled that the registry does not have.',
    ],
    remedies: [
      'gecko model list shows what is installed, gecko model recommend what could be pulled.',
    ],
  },
  NO_OLLAMA: {
    exitCode: exitCodes.unsupported,
    summary: 'Answers are made by another generator than Ollama, which alone pulls models',
    causes: ['The key generator.kind is openai, gguf or extractive.'],
    remedies: [
      'Set generator.kind to ollama or auto, or take the model where that generator has it from.',
      'A model in process is brought by gecko model pull --embedded NAME.',
    ],
  },
  MODEL_PULL_FAILED: {
    exitCode: exitCodes.failure,
    summary: 'Ollama could not pull a model',
    causes: [
      'No model of that name, no way to the registry from the container, or no space left.',
      'The connection broke off.',
    ],
    remedies: ['The same command again goes on where it stopped.'],
  },
  PROMPT_TOO_LONG: {
    exitCode: exitCodes.failure,
    summary: "Not even the question fits the model's context",
    causes: ['A very long question, or a small generator.contextTokens.'],
    remedies: ['Shorten the question, or raise generator.contextTokens if the model has room.'],
  },
  DEADLINE: {
    exitCode: exitCodes.timeout,
    summary: 'The request took longer than allowed',
    causes: ['A large model on a slow machine, or a server that hangs.'],
    remedies: ['Raise limits.deadline, or use a smaller model.'],
  },
  CANCELLED: {
    exitCode: exitCodes.interrupted,
    summary: 'The request was cancelled by its caller',
    causes: ['Ctrl-C, or a closed connection.'],
    remedies: ['Nothing needs to be done.'],
  },
  NO_SPACE: {
    exitCode: exitCodes.space,
    summary: 'The disk is full',
    causes: [
      'The data folder lies on a file system without free space.',
      'So does a volume, or what the engine keeps.',
    ],
    remedies: [
      'Free some space and run the command again; what was committed is intact.',
      'docker volume inspect VOLUME shows where one lies, docker system df what the engine keeps.',
    ],
  },
  INTEGRITY: {
    exitCode: exitCodes.integrity,
    summary: 'Stored data is not what it should be',
    causes: ['Files were changed or damaged outside gecko.'],
    remedies: [
      'The message names what is wrong. gecko corpus reindex makes vectors and terms anew.',
      'Where files are missing or damaged: gecko restore qdrant latest puts them aside, and brings back a backup.',
    ],
  },
  INTERNAL: {
    exitCode: exitCodes.failure,
    summary: 'A defect of gecko',
    causes: ['Something happened that gecko does not expect.'],
    remedies: ['The message names a report, a file without secrets; send it with a bug report.'],
  },
};
