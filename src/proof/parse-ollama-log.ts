import { complaints } from './complaints.ts';
import type { FoundCard, OllamaLog } from './ollama-log.ts';

const units: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/**
 * Reads Ollama's own log, of 0.24 to 0.33 and of what older ones print alike. A start forgets what was
 * before it, and a load the load before it: llama.cpp prints the same lines while it tries what fits, and
 * the last ones hold.
 *
 * Sources: `inference compute` discover/types.go; `starting runner` and `starting llama-server`
 * llm/server.go, llm/llama_server.go; `offloaded n/m layers` ml/backend/ggml/ggml.go and llama.cpp's
 * load_tensors; `model weights` ml/device.go; `model buffer size` llama.cpp.
 *
 * @param lines without their ends; a line may have a prefix, as of journald
 */
export function parseOllamaLog(lines: Iterable<string>): OllamaLog {
  let log = emptyLog();
  const buffers = new Map<string, number>();
  for (const line of lines) {
    if (/msg="server config"|INFO server config/.test(line)) {
      log = emptyLog();
      buffers.clear();
    }
    if (/msg="starting (runner|llama[- ]server)"/.test(line)) {
      log.layers = null;
      buffers.clear();
      log.complaints = log.complaints.filter(({ cause }) => cause !== 'GPU_MEMORY_SMALL');
    }
    const card = cardOf(line);
    if (card !== undefined) log.cards = [...(log.cards ?? []), ...(card === null ? [] : [card])];
    // Up to 0.12, beside a card that is the processor.
    if (/no compatible GPUs were discovered/.test(line)) log.cards = [];
    const [, onCard, all] = /offloaded (\d+)\/(\d+) layers to GPU/.exec(line) ?? [];
    if (all !== undefined) log.layers = { onCard: Number(onCard), all: Number(all) };
    const buffer = bufferOf(line);
    if (buffer) buffers.set(buffer.device, buffer.bytes);
    const complaint = complaints.find(({ says }) => says.test(line));
    if (complaint) log.complaints.push({ cause: complaint.cause, line: line.trim() });
  }
  return { ...log, complaints: withoutChoice(log), weights: weightsOf(buffers) };
}

/** Where a card was found, the environment chose that one, and hid nothing. */
function withoutChoice({ cards, complaints }: Draft): Draft['complaints'] {
  return (cards ?? []).length === 0
    ? complaints
    : complaints.filter(({ cause }) => cause !== 'GPU_HIDDEN');
}

type Draft = { -readonly [Key in keyof OllamaLog]: OllamaLog[Key] } & {
  complaints: OllamaLog['complaints'][number][];
};

function emptyLog(): Draft {
  return { cards: null, layers: null, weights: null, complaints: [] };
}

/** Undefined where a line is about something else, null where it is about the processor. */
function cardOf(line: string): FoundCard | null | undefined {
  if (!line.includes('msg="inference compute"')) return undefined;
  const library = field(line, 'library') ?? '';
  if (library === 'cpu' || library === '') return null;
  return {
    library,
    name: field(line, 'description') ?? field(line, 'name') ?? '',
    total: bytesOf(field(line, 'total')),
    available: bytesOf(field(line, 'available')),
  };
}

/** Of a line as Go's slog writes it: `name=value` or `name="a value"`. */
function field(line: string, name: string): string | null {
  const [, quoted, plain] =
    new RegExp(`\\s${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|(\\S*))`).exec(line) ?? [];
  return quoted ?? plain ?? null;
}

/** `load_tensors: CUDA0 model buffer size = 5185.21 MiB`, or `msg="model weights" device=CUDA0 size="6.1 GiB"`. */
function bufferOf(line: string): { device: string; bytes: number } | null {
  const [, device, size] = /:\s+(\S+) (?:model )?buffer size\s*=\s*([\d.]+ MiB)/.exec(line) ?? [];
  const isWeights = /load_(tensors|from_file_impl)|load_model_from_file/.test(line);
  if (device !== undefined && isWeights) return { device, bytes: bytesOf(size) ?? 0 };
  if (!line.includes('msg="model weights"')) return null;
  return { device: field(line, 'device') ?? 'CPU', bytes: bytesOf(field(line, 'size')) ?? 0 };
}

function weightsOf(buffers: ReadonlyMap<string, number>): OllamaLog['weights'] {
  if (buffers.size === 0) return null;
  const sum = (isWanted: (device: string) => boolean) =>
    [...buffers].reduce((bytes, [device, size]) => bytes + (isWanted(device) ? size : 0), 0);
  // Pinned for a card is memory of the machine still: CUDA_Host.
  const isInMemory = (device: string) => /^(CPU|BLAS)|_Host$/.test(device);
  return { onCard: sum((device) => !isInMemory(device)), inMemory: sum(isInMemory) };
}

/** `23.6 GiB`; null where there is none. */
function bytesOf(text: string | null | undefined): number | null {
  const [, amount, unit = ''] = /^([\d.]+) (\w+)$/.exec(text ?? '') ?? [];
  const factor = units[unit];
  return amount === undefined || factor === undefined ? null : Number(amount) * factor;
}
