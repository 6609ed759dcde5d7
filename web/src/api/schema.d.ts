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
    /** A language model that the generator has, instead of the configured one; GET /v1/models lists them. */
    model?: string;
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
      /** that the language model wrote; null: it does not tell, or there is none */
      tokens?: number | null;
      tokensPerSecond?: number | null;
    };
    /** what the language model ran on; null: not known */
    device?: "gpu" | "partly" | "cpu" | null;
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
  Distribution: {
    count: number;
    /** seconds */
    sum: number;
    /** how many took at most `le` seconds; null: any time */
    buckets: Array<{
      le: number | null;
      count: number;
    }>;
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
      /** Bytes that the route takes, of BODY_TOO_LARGE */
      limit?: number;
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
  LiveMetrics: {
    /** ISO 8601, UTC */
    at: string;
    memory: {
      /** bytes of the process */
      resident: number;
    };
    /** without those that only look: /system, /health, /ready, /metrics; seconds until the headers */
    requests: {
      total: number;
      /** of these, those with a status of 500 or more */
      errors: number;
      inFlight: number;
      seconds: Schemas['Distribution'];
    };
    answers: {
      total: number;
      seconds: Schemas['Distribution'] & unknown;
      firstToken: Schemas['Distribution'] & unknown;
      /** that the language model wrote, where it tells */
      tokens: number;
    };
    embedding: {
      tokens: number;
    };
  };
  /** null: none answers, or none is used */
  LiveOllama: {
    version: string | null;
    loaded: Array<{
      name: string;
      /** bytes in memory, all of it */
      size: number;
      /** of these on a graphics card */
      sizeGpu: number;
      device: "gpu" | "partly" | "cpu";
      contextTokens: number | null;
      /** when it is let go */
      expiresAt: string | null;
    }>;
    installed: Array<{
      name: string;
      /** bytes on disk */
      size: number;
      parameters: string | null;
      quantisation: string | null;
    }>;
  } | null;
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
  PullEvent: {
    event: "progress";
    /** Ollama's words */
    status: string;
    /** digest; null: of none */
    layer: string | null;
    /** bytes of that layer */
    done: number;
    total: number;
  } | {
    event: "done";
    model: string;
  } | {
    event: "error";
    error: {
      code: string;
      message: string;
      hint?: string;
    };
  };
  PullRequest: {
    /** as Ollama names it */
    model: string;
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
  RecordEvent: {
    event: "documents";
    documents: Array<Schemas['Document']>;
  } | {
    event: "done";
    total: number;
  } | {
    event: "error";
    error: {
      code: string;
      message: string;
      hint?: string;
    };
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
  System: {
    project: string;
    runtime: "docker" | "embedded";
    live: Schemas['SystemLive'];
    /** what gecko told last, each part with its age; null: nothing yet. The embedded runtime computes what it can, which is then of now */
    report: {
      services: {
        /** ISO 8601, UTC: when this was told */
        at: string;
        /** seconds */
        age: number;
        /** older than ten minutes */
        stale: boolean;
        /** the command that tells it anew */
        renew: string;
        value: Array<{
          name: string;
          /** running: at least one replica does */
          state: "running" | "stopped";
          /** the worst of its replicas; null: stopped, or not told */
          health: "healthy" | "degraded" | "unhealthy" | null;
          version: string | null;
          image: string | null;
          url: string | null;
          /** of the replica that started last */
          startedAt: string | null;
          /** of all replicas together */
          restarts: number | null;
          replicas: Array<{
            name: string;
            state: "running" | "stopped";
            health: "healthy" | "degraded" | "unhealthy" | null;
            /** ISO 8601, UTC */
            startedAt: string | null;
            restarts: number | null;
            detail: string;
          }>;
        }>;
      } | null;
      hardware: {
        /** ISO 8601, UTC: when this was told */
        at: string;
        /** seconds */
        age: number;
        /** older than ten minutes */
        stale: boolean;
        /** the command that tells it anew */
        renew: string;
        value: {
          /** cpu, gpu-nvidia, gpu-amd or host; null: the embedded runtime, which has none */
          profile: string | null;
          /** why this profile; empty where nobody has told */
          reason: string;
          cpu: {
            model: string | null;
            threads: number;
          };
          memory: {
            total: number | null;
            available: number | null;
          };
          gpus: Array<{
            vendor: "nvidia" | "amd" | "intel" | "apple";
            name: string;
            /** all of it, used or not */
            memory: number | null;
          }>;
          /** where the model was seen to run, by its signs */
          proof: {
            /** ISO 8601, UTC */
            at: string;
            processor: "gpu" | "partly" | "cpu" | null;
            code: string;
            text: string;
            model: string;
            tokensPerSecond: number | null;
            evidence: Array<string>;
          } | null;
        };
      } | null;
      models: {
        /** ISO 8601, UTC: when this was told */
        at: string;
        /** seconds */
        age: number;
        /** older than ten minutes */
        stale: boolean;
        /** the command that tells it anew */
        renew: string;
        value: {
          /** the one that is configured */
          chosen: string | null;
          models: Array<{
            name: string;
            size: number;
            parameters: string | null;
            quantisation: string | null;
            contextTokens: number | null;
            /** where there is room for it; null: not known */
            fit: "gpu" | "partly" | "cpu" | "none" | null;
            /** the same in words; empty where not known */
            detail: string;
          }>;
        };
      } | null;
      doctor: {
        /** ISO 8601, UTC: when this was told */
        at: string;
        /** seconds */
        age: number;
        /** older than ten minutes */
        stale: boolean;
        /** the command that tells it anew */
        renew: string;
        value: {
          healthy: boolean;
          /** how many were made */
          checks: number;
          findings: Array<{
            check: string;
            /** `gecko explain CODE` tells about it */
            code: string;
            severity: "ok" | "note" | "warning" | "problem";
            message: string;
            consequence: string | null;
            /** what mends it, in words */
            hint: string | null;
            /** what mends it, to be copied */
            command: string | null;
            evidence: Array<string>;
          }>;
        };
      } | null;
      backups: {
        /** ISO 8601, UTC: when this was told */
        at: string;
        /** seconds */
        age: number;
        /** older than ten minutes */
        stale: boolean;
        /** the command that tells it anew */
        renew: string;
        value: {
          /** the last ones that are remembered, the newest first */
          backups: Array<{
            /** null: none came of it */
            id: string | null;
            /** ISO 8601, UTC */
            at: string;
            what: string;
            by: "hand" | "schedule";
            size: number | null;
            /** of these, what was not stored before */
            written: number | null;
            place: string | null;
            /** the last look whether it is whole; null: none is known */
            verified: {
              /** ISO 8601, UTC */
              at: string;
              restored: boolean;
              problem: {
                code: string;
                message: string;
              } | null;
            } | null;
            problem: {
              code: string;
              message: string;
            } | null;
          }>;
          /** null: none is set */
          schedule: {
            text: string;
            /** ISO 8601, UTC */
            next: string | null;
            /** ISO 8601, UTC */
            overdueSince: string | null;
            last: {
              /** ISO 8601, UTC */
              at: string;
              problem: {
                code: string;
                message: string;
              } | null;
            } | null;
          } | null;
        };
      } | null;
    };
    /** the command that tells each part, also one that was never told */
    renew: {
      services: string;
      hardware: string;
      models: string;
      doctor: string;
      backups: string;
    };
  };
  SystemKept: {
    parts: Array<string>;
    /** memory: the store does not take it now; this replica tells it, and puts it there when it can */
    kept: "store" | "memory";
  };
  /** what this backend sees itself, now */
  SystemLive: {
    /** ISO 8601, UTC */
    at: string;
    service: {
      name: "rag" | "qa";
      version: string;
      /** random id of this process, or replica */
      instance: string;
      startedAt: string;
      /** seconds */
      uptime: number;
    };
    /** whether questions can be answered */
    ready: boolean;
    dependencies: Array<{
      name: "store" | "embedder" | "generator" | "corpus";
      state: "ok" | "degraded" | "failed";
      detail: string;
      /** that it took to tell */
      milliseconds: number;
    }>;
    /** what answers now; null: it cannot be told */
    generator: Schemas['GeneratorInfo'] & {
      /** null: not loaded now, or not known */
      device: "gpu" | "partly" | "cpu" | null;
    } | null;
    ollama: Schemas['LiveOllama'];
    metrics: Schemas['LiveMetrics'];
  };
  SystemReport: {
    services?: Array<{
      name: string;
      /** running: at least one replica does */
      state: "running" | "stopped";
      /** the worst of its replicas; null: stopped, or not told */
      health: "healthy" | "degraded" | "unhealthy" | null;
      version: string | null;
      image: string | null;
      url: string | null;
      /** of the replica that started last */
      startedAt: string | null;
      /** of all replicas together */
      restarts: number | null;
      replicas: Array<{
        name: string;
        state: "running" | "stopped";
        health: "healthy" | "degraded" | "unhealthy" | null;
        /** ISO 8601, UTC */
        startedAt: string | null;
        restarts: number | null;
        detail: string;
      }>;
    }>;
    hardware?: {
      /** cpu, gpu-nvidia, gpu-amd or host; null: the embedded runtime, which has none */
      profile: string | null;
      /** why this profile; empty where nobody has told */
      reason: string;
      cpu: {
        model: string | null;
        threads: number;
      };
      memory: {
        total: number | null;
        available: number | null;
      };
      gpus: Array<{
        vendor: "nvidia" | "amd" | "intel" | "apple";
        name: string;
        /** all of it, used or not */
        memory: number | null;
      }>;
      /** where the model was seen to run, by its signs */
      proof: {
        /** ISO 8601, UTC */
        at: string;
        processor: "gpu" | "partly" | "cpu" | null;
        code: string;
        text: string;
        model: string;
        tokensPerSecond: number | null;
        evidence: Array<string>;
      } | null;
    };
    models?: {
      /** the one that is configured */
      chosen: string | null;
      models: Array<{
        name: string;
        size: number;
        parameters: string | null;
        quantisation: string | null;
        contextTokens: number | null;
        /** where there is room for it; null: not known */
        fit: "gpu" | "partly" | "cpu" | "none" | null;
        /** the same in words; empty where not known */
        detail: string;
      }>;
    };
    doctor?: {
      healthy: boolean;
      /** how many were made */
      checks: number;
      findings: Array<{
        check: string;
        /** `gecko explain CODE` tells about it */
        code: string;
        severity: "ok" | "note" | "warning" | "problem";
        message: string;
        consequence: string | null;
        /** what mends it, in words */
        hint: string | null;
        /** what mends it, to be copied */
        command: string | null;
        evidence: Array<string>;
      }>;
    };
    backups?: {
      /** the last ones that are remembered, the newest first */
      backups: Array<{
        /** null: none came of it */
        id: string | null;
        /** ISO 8601, UTC */
        at: string;
        what: string;
        by: "hand" | "schedule";
        size: number | null;
        /** of these, what was not stored before */
        written: number | null;
        place: string | null;
        /** the last look whether it is whole; null: none is known */
        verified: {
          /** ISO 8601, UTC */
          at: string;
          restored: boolean;
          problem: {
            code: string;
            message: string;
          } | null;
        } | null;
        problem: {
          code: string;
          message: string;
        } | null;
      }>;
      /** null: none is set */
      schedule: {
        text: string;
        /** ISO 8601, UTC */
        next: string | null;
        /** ISO 8601, UTC */
        overdueSince: string | null;
        last: {
          /** ISO 8601, UTC */
          at: string;
          problem: {
            code: string;
            message: string;
          } | null;
        } | null;
      } | null;
    };
  };
}
