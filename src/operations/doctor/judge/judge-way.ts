import type { Finding } from '../check.ts';

/** How far a request from inside a container came. */
export type Way =
  | { step: 'resolve' | 'connect' | 'http'; detail: string; address?: string | undefined }
  | { step: 'answered'; status: number };

export interface LookedWay {
  /** Whose container asks: `rag`. */
  from: string;
  /** The name that it asks, and its port. */
  name: string;
  port: number;
  /** For people, what is behind it; empty: the service of that name. */
  behind: string;
  /** Any answer will do: another program's may want a key. */
  isForeign: boolean;
}

/** A way from inside a container to another service; null where it leads there. */
export function judgeWay(
  { from, name, port, behind, isForeign }: LookedWay,
  way: Way,
): Finding | null {
  const consequence =
    name === 'qdrant'
      ? 'Nothing is found in the documents, and none can be taken in'
      : 'No answer is written; sentences of the documents are shown instead';
  const problem = { severity: 'problem' as const, consequence };
  switch (way.step) {
    case 'resolve':
      return {
        ...{ code: 'NAME_UNKNOWN', ...problem },
        text: `${from} asks for the name ${name}, and the network does not know it (resolve: ${way.detail})`,
      };
    case 'connect':
      return {
        ...{ code: 'NAME_UNREACHED', ...problem },
        text: `${from} does not reach ${name} at ${way.address ?? 'its address'}, port ${port} (connect: ${way.detail})`,
      };
    case 'http':
      return {
        ...{ code: 'NAME_SILENT', ...problem },
        text: `${from} reaches ${name}, port ${port}, and gets no answer (HTTP: ${way.detail})`,
      };
    case 'answered': {
      const { status } = way;
      if (behind !== '' && status >= 502 && status <= 504)
        return {
          ...{ code: 'OLLAMA_UNREACHED', ...problem },
          text: `The door does not reach ${behind} (HTTP ${status})`,
        };
      if (status < 300 || (isForeign && status < 500)) return null;
      return {
        ...{ code: 'NAME_SILENT', ...problem },
        text: `${from} reaches ${name}, port ${port}, and is refused (HTTP ${status})`,
      };
    }
  }
}
