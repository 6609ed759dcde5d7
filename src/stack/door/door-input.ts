/** A backend behind the door. */
export interface DoorBackend {
  /** `NAME:PORT` of each replica, by its DNS name. */
  replicas: readonly string[];
  /** False for a user's own: it gets no browser sessions. */
  isOurs: boolean;
}

/** Ports that nginx listens on; inside the container, always `doorPorts`. */
export interface DoorPorts {
  web: number;
  rag: number;
  qa: number;
  qdrant: number;
  ollama: number;
  /** Stands in for an Ollama that is no container; never published. */
  inside: number;
}

/** Everything that the configuration of nginx depends on. */
export interface DoorInput {
  project: string;
  projectId: string;
  /** The project's token. */
  token: string;
  ports: DoorPorts;
  /** Names allowed in `Host` besides the loopback names, without port. */
  hosts: readonly string[];
  /** The project's own web origins, such as `http://127.0.0.1:8081`. */
  origins: readonly string[];
  /** Folder of the page in the container. */
  page: string;
  /** Content-Security-Policy of a page that is not ours. */
  csp: string | null;
  rag: DoorBackend;
  qa: DoorBackend;
  /** `NAME:PORT`; null where its port is not published. */
  qdrant: string | null;
  ollama: {
    /** Base URL; a path of it goes before the path of every request. */
    url: string;
    /** A container of this project: then the backends reach it without the door. */
    isContainer: boolean;
    isPublished: boolean;
  };
  limits: {
    /** Milliseconds for one request. */
    deadline: number;
    /** Bytes of a JSON body. */
    json: number;
    /** Bytes of a document. */
    document: number;
  };
  /** Address of the DNS server; in a container, always `dockerResolver`. */
  resolver: string;
  /** Folder for the pid and temporary files. */
  scratch: string;
}

/** No privileges are needed for any of them. */
export const doorPorts: DoorPorts = {
  web: 8081,
  rag: 8000,
  qa: 8002,
  qdrant: 6333,
  ollama: 11435,
  inside: 11434,
};

/** Docker's own DNS, the same in every user-defined network. */
export const dockerResolver = '127.0.0.11';
