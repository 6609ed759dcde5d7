import { amount } from '../amount.ts';
import type { Signals } from './signals.ts';

/**
 * What one signal stands for: `card`, the model is on a card, all or in part; `cpu`, none of it is;
 * `either`, it fits both; `silent`, it could not be had.
 */
export type Vote = 'card' | 'cpu' | 'either' | 'silent';

export interface Heard {
  vote: Vote;
  /** In one sentence without a full stop. */
  says: string;
}

/** A card's memory that grew by less is that of other programs. */
const movedAtLeast = 0.5;
const movedAtMost = 0.1;
/** Of a model less than this is what computing needs: it lies on a card even where no weights do. */
const weighsAtLeast = 0.1;
/** Times what a processor could do. */
const clearlyFaster = 1.5;

/** Each signal by itself: what Ollama reports, the card's memory, the speed, the log, and the machine. */
export function hearSignals(
  signals: Pick<Signals, 'reported' | 'memory' | 'speed' | 'log' | 'isCardless'>,
): readonly Heard[] {
  return [
    hearReport(signals),
    hearMemory(signals),
    hearSpeed(signals),
    hearLog(signals),
    ...(signals.isCardless
      ? // No more than support: there may be one that gecko does not know.
        [{ vote: 'either', says: 'The machine that Ollama runs on has no card' } as const]
      : []),
  ];
}

function hearReport({ reported }: Pick<Signals, 'reported'>): Heard {
  if (reported === null) return { vote: 'silent', says: 'Ollama has not loaded the model' };
  const { bytes, deviceBytes } = reported;
  return deviceBytes === 0
    ? { vote: 'cpu', says: `Ollama says that none of its ${amount(bytes)} is on a card` }
    : {
        vote: deviceBytes >= weighsAtLeast * bytes ? 'card' : 'either',
        says: `Ollama says that ${amount(deviceBytes)} of ${amount(bytes)} is on a card`,
      };
}

function hearMemory({ memory, reported }: Pick<Signals, 'memory' | 'reported'>): Heard {
  if ('absence' in memory)
    return { vote: 'silent', says: `Memory of the card: not compared, ${memory.absence}` };
  const { grown } = memory;
  const bytes =
    reported && reported.deviceBytes >= weighsAtLeast * reported.bytes
      ? reported.deviceBytes
      : reported?.bytes;
  const says = `The memory of the card grew by ${amount(Math.max(0, grown))} while the model was loaded`;
  if (bytes === undefined) return { vote: 'either', says };
  if (grown >= movedAtLeast * bytes) return { vote: 'card', says };
  return { vote: grown <= movedAtMost * bytes ? 'cpu' : 'either', says };
}

function hearSpeed({ speed }: Pick<Signals, 'speed'>): Heard {
  if ('absence' in speed) return { vote: 'silent', says: `Speed: not compared, ${speed.absence}` };
  const { rate, fastestOnCpu } = speed;
  const isFaster = rate > clearlyFaster * fastestOnCpu;
  return {
    vote: isFaster ? 'card' : 'either',
    says: `It writes ${rate.toFixed(1)} tokens/s, ${isFaster ? 'more than' : 'which is within'} the ${fastestOnCpu.toFixed(0)} that the memory of a processor could do`,
  };
}

function hearLog({ log }: Pick<Signals, 'log'>): Heard {
  if ('absence' in log) return { vote: 'silent', says: `Log of Ollama: not read, ${log.absence}` };
  const { cards, layers, weights } = log;
  // Before the layers: they have been told of a load that found no card.
  if (weights && weights.onCard + weights.inMemory > 0)
    return {
      vote: weights.onCard > 0 ? 'card' : 'cpu',
      says: `The log has ${amount(weights.onCard)} of the weights on a card and ${amount(weights.inMemory)} in memory${layers ? `, ${layers.onCard} of ${layers.all} layers on the card` : ''}`,
    };
  if (layers)
    return {
      vote: layers.onCard > 0 ? 'card' : 'cpu',
      says: `The log has ${layers.onCard} of ${layers.all} layers on the card`,
    };
  if (cards?.length === 0)
    return { vote: 'cpu', says: 'The log says that Ollama found no card when it started' };
  const names = cards?.map(({ library, name }) => `${name || 'a card'} (${library})`).join(', ');
  return cards
    ? {
        vote: 'either',
        says: `The log says that Ollama found ${names}, and of no model where it is`,
      }
    : { vote: 'silent', says: 'The log of Ollama says nothing of cards' };
}
