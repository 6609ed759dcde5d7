/** Made from the OpenAPI document of the backends: npm run schema. */
export interface Schemas {
  Analysis: {
    language: "en" | "es" | null;
    intent: "lookup" | "howto" | "list" | "compare" | "summary";
    filter: Record<string, string | Array<string>>;
    variants: Array<string>;
  };
  /** Server-sent events, each with JSON in data: analysis (rag only: Analysis), citations (citations, retrieval, generator), token (text), and at the end done (AskResponse) or error (Error). Comments come while nothing else does. */
  AskEvents: string;
  AskRequest: {
    /** What is asked; either this or `query`. */
    question?: string;
    /** The older name of `question`. */
    query?: string;
    /** What was said before, oldest first. Where neither question nor query is given, the last of them is the question. */
    messages?: Array<Schemas['ChatMessage']>;
    /** without a double underscore */
    collection?: string;
    filter?: Record<string, string | Array<string>>;
    /** Passages kept; default 6. */
    topK?: number;
    mode?: "hybrid" | "dense" | "lexical";
    fusion?: "convex" | "rrf";
  };
  AskResponse: {
    question: string;
    /** the question as it was searched for, where that follows from what was said before */
    understood?: string;
    answer: string;
    abstained: boolean;
    citations: Array<Schemas['Citation']>;
    backend: "rag" | "qa";
    generator: Schemas['GeneratorInfo'];
    retrieval: Schemas['RetrievalInfo'];
    analysis?: Schemas['Analysis'];
    /** passages left out because the prompt was full */
    omitted: number;
    /** cut at the longest length of an answer */
    truncated: boolean;
    timings: {
      retrieveMs: number;
      firstTokenMs: number | null;
      totalMs: number;
    };
  };
  ChatCompletion: {
    id: string;
    object: "chat.completion";
    created: number;
    model: string;
    choices: Array<{
      index: 0;
      message: {
        role: "assistant";
        content: string;
      };
      finish_reason: "stop" | "length";
    }>;
    /** an estimate */
    usage: {
      prompt_tokens: number;
      completion_tokens: number;
      total_tokens: number;
    };
    citations?: Array<Schemas['Citation']>;
  };
  ChatCompletionRequest: {
    /** gecko, a collection, or the name of the language model without the corpus */
    model: string;
    messages: Array<{
      role: string;
      content?: string | Array<{
        type: "text";
        text: string;
      }> | null;
    }>;
    stream?: boolean | null;
    stream_options?: {
      include_usage?: boolean | null;
    } | null;
  };
  ChatMessage: {
    role: "system" | "user" | "assistant";
    content: string;
  };
  Chunk: {
    id: string;
    documentId: string;
    ordinal: number;
    text: string;
    headings: Array<string>;
    page: number | null;
    line: number | null;
    span: [number, number];
  };
  ChunkList: {
    chunks: Array<Schemas['Chunk']>;
  };
  Citation: {
    n: number;
    /** source/relative path */
    source: string;
    title: string;
    page: number | null;
    /** first line, from 1 */
    line: number | null;
    span: [number, number];
    /** fused score, 0 to 1 */
    score: number;
    text: string;
    documentId: string;
    chunkId: string;
  };
  Collection: {
    name: string;
    generation: number;
    physical: string;
    /** generation that rollback returns to */
    previous: number | null;
    documents: number;
    chunks: number;
    /** on disk */
    bytes: number | null;
    fingerprint: Schemas['Fingerprint'];
    mode: "hybrid" | "lexical";
    warning: string | null;
  };
  CollectionList: {
    collections: Array<Schemas['Collection']>;
  };
  DeleteResponse: {
    id: string;
    deleted: boolean;
  };
  Document: {
    id: string;
    collection: string;
    source: string;
    path: string;
    revision: string;
    /** sha256 of the raw bytes */
    contentHash: string;
    parserVersion: string;
    mediaType: string;
    title: string;
    language: "en" | "es" | null;
    metadata: Record<string, string | Array<string>>;
    /** length of the stored text in UTF-16 units */
    chars: number;
    bytes: number;
    /** start of each page in the text; empty without pages */
    pageOffsets: Array<number>;
    chunks: number;
    /** ISO 8601, UTC */
    ingestedAt: string;
  };
  DocumentList: {
    collection: string;
    documents: Array<Schemas['Document']>;
    next: string | null;
  };
  DocumentWithText: Schemas['Document'] & {
    /** absent where text=false */
    text?: string;
  };
  Error: {
    error: {
      code: string;
      message: string;
      hint?: string;
    };
  };
  Fingerprint: {
    /** null: lexical only, no vectors */
    model: string | null;
    /** sha256 of the weights file */
    weights: string | null;
    dimension: number;
    precision: "int8" | "fp32" | null;
    pooling: "mean";
    maxTokens: number;
    chunk: {
      tokens: number;
      overlap: number;
    };
    headingPrefix: boolean;
    /** the embedder's tokenizer, or 'approximate' */
    tokenCounter: string;
    /** analyser version */
    lexical: string;
    /** of the stems */
    language: "auto" | "en" | "es";
    schemaVersion: number;
  };
  Freeze: {
    frozen: boolean;
    /** after which writes go on by themselves */
    seconds: number;
  };
  GeneratorInfo: {
    /** own: of a backend that is not gecko's, which does not tell */
    kind: "ollama" | "openai" | "gguf" | "extractive" | "own";
    model: string | null;
    /** why this one was taken */
    reason: string;
  };
  Health: {
    status: "ok";
    instance: string;
    service: string;
    version: string;
  };
  Model: {
    id: string;
    object: "model";
    created: number;
    owned_by: string;
  };
  ModelList: {
    object: "list";
    data: Array<Schemas['Model']>;
  };
  PlanRequest: {
    /** without a double underscore */
    collection?: string;
    /** name of the root folder */
    source: string;
    files: Array<{
      path: string;
      sha256: string;
    }>;
  };
  PlanResponse: {
    collection: string;
    files: Array<{
      path: string;
      id: string;
      action: "add" | "update" | "rename" | "unchanged";
      /** old path of a rename candidate: same content */
      from?: string;
    }>;
  };
  PutResponse: {
    id: string;
    revision: string;
    action: "added" | "updated" | "unchanged" | "renamed";
    chunks: number;
    /** chunks that were embedded for this call */
    embedded: number;
  };
  Ready: {
    ready: boolean;
    dependencies: Array<{
      name: "store" | "embedder" | "generator" | "corpus";
      state: "ok" | "degraded" | "failed";
      detail: string;
    }>;
  };
  ReindexEvent: {
    event: "progress";
    done: number;
    total: number;
  } | {
    event: "done";
    collection: string;
    generation: number;
    documents: number;
    chunks: number;
  } | {
    event: "error";
    error: {
      code: string;
      message: string;
      hint?: string;
    };
  };
  RetrievalInfo: {
    mode: "hybrid" | "dense" | "lexical";
    candidates: number;
    /** why the mode is not hybrid */
    reason?: string;
  };
  Rollback: {
    collection: string;
    /** that answers now, or would */
    generation: number;
    /** changes to documents since, which the generation does not have */
    undone: {
      added: number;
      updated: number;
      removed: number;
    };
  };
  SearchRequest: {
    /** What is asked; either this or `query`. */
    question?: string;
    /** The older name of `question`. */
    query?: string;
    /** What was said before, oldest first. Where neither question nor query is given, the last of them is the question. */
    messages?: Array<Schemas['ChatMessage']>;
    /** without a double underscore */
    collection?: string;
    filter?: Record<string, string | Array<string>>;
    /** Passages kept; default 6. */
    topK?: number;
    mode?: "hybrid" | "dense" | "lexical";
    fusion?: "convex" | "rrf";
  };
  SearchResponse: {
    question: string;
    results: Array<Schemas['Citation']>;
    retrieval: Schemas['RetrievalInfo'];
    analysis?: Schemas['Analysis'];
  };
}
