import { describe, expect, it } from 'vitest';
import { judgeWay, type Way } from './judge-way.ts';

const qdrant = { from: 'rag', name: 'qdrant', port: 6333, behind: '', isForeign: false };
const host = { ...qdrant, name: 'ollama', port: 11434, behind: "this machine's Ollama" };
const server = { ...host, behind: 'https://llm.example', isForeign: true };

describe('judgeWay', () => {
  it.each<[string, typeof qdrant, Way, string | null]>([
    ['leads there', qdrant, { step: 'answered', status: 200 }, null],
    ['knows no name', qdrant, { step: 'resolve', detail: 'ENOTFOUND' }, 'NAME_UNKNOWN'],
    ['is refused', qdrant, { step: 'connect', detail: 'ECONNREFUSED' }, 'NAME_UNREACHED'],
    ['has no end', qdrant, { step: 'http', detail: 'timeout' }, 'NAME_SILENT'],
    ['ends with an error', qdrant, { step: 'answered', status: 503 }, 'NAME_SILENT'],
    ['ends at the door', host, { step: 'answered', status: 502 }, 'OLLAMA_UNREACHED'],
    ['passes the door', host, { step: 'answered', status: 200 }, null],
    ['ends where a key is wanted', server, { step: 'answered', status: 401 }, null],
    ['ends where a key is wanted, of ours', host, { step: 'answered', status: 401 }, 'NAME_SILENT'],
  ])('a way that %s', (_, looked, way, expected) => {
    expect(judgeWay(looked, way)?.code ?? null).toBe(expected);
  });

  it('names the step that failed, the name and the address', () => {
    const way = { step: 'connect' as const, detail: 'ECONNREFUSED', address: '172.18.0.3' };
    expect(judgeWay(qdrant, way)?.text).toBe(
      'rag does not reach qdrant at 172.18.0.3, port 6333 (connect: ECONNREFUSED)',
    );
  });
});
