import { lowerFirst } from '../stack/lower-first.ts';
import type { Cause } from './cause.ts';
import { decide } from './decide.ts';
import { findCause, limitedLayers, type Mend } from './find-cause.ts';
import { type Heard, hearSignals } from './hear-signals.ts';
import type { Signals } from './signals.ts';

export interface Conclusion {
  processor: 'gpu' | 'partly' | 'cpu' | 'unproven';
  /** Nothing is to be mended: it is on the GPU, or on the CPU as the profile says. */
  isFine: boolean;
  /** `GPU` where nothing is wrong. */
  code: Cause | 'GPU_UNPROVEN' | 'GPU';
  /** One sentence without a full stop. */
  text: string;
  mend: Mend | null;
  layers: { onCard: number; all: number } | null;
  /** What each signal says. */
  evidence: readonly string[];
}

/** Less than this of a model on a card is a part of it. */
const whole = 0.98;

/** Where a model runs, and why there; the table is in `decide`. */
export function concludeProcessor(signals: Signals): Conclusion {
  const heard = hearSignals(signals);
  const { model, profile } = signals;
  const base = { layers: layersOf(signals), evidence: evidenceOf(heard, signals) };
  const where = decide(heard.map(({ vote }) => vote));
  const isOnCard = heard.some(({ vote }) => vote === 'card');
  if (profile === 'cpu' && !isOnCard) return { ...base, ...onProcessorOfProfile(signals) };
  if (where === 'card') return { ...base, ...onCard(signals) };
  if (where === 'cpu') {
    const { cause, because, mend } = findCause(signals);
    const text = `${model} runs on the CPU because ${lowerFirst(because)}`;
    // An Ollama of the user's own may be without a card on purpose.
    if (profile === 'host')
      return {
        ...base,
        ...{ processor: 'cpu', isFine: true, code: 'GPU', mend: null },
        text: `${model} runs on the CPU, in an Ollama that gecko does not run`,
      };
    return { ...base, processor: 'cpu', isFine: false, code: cause, text, mend };
  }
  return { ...base, ...unproven(heard, where === 'contradicted', signals) };
}

/** What its container shows is told all the same: it is to be mended in any case. */
function unproven(
  heard: readonly Heard[],
  isContradicted: boolean,
  signals: Signals,
): Omit<Conclusion, 'layers' | 'evidence'> {
  const { model, look } = signals;
  const of = (wanted: Heard['vote']) =>
    heard.flatMap(({ vote, says }) => (vote === wanted ? lowerFirst(says) : [])).join(', and ');
  const [card, cpu] = [of('card'), of('cpu')];
  const reason = isContradicted
    ? `the signs contradict each other: ${card}, but ${cpu}`
    : card + cpu === ''
      ? 'there is nothing to tell it by'
      : `there is one sign only: ${card}${cpu}`;
  const text = `Whether ${model} runs on the GPU is not proven, for ${reason}`;
  const base = { processor: 'unproven', isFine: false } as const;
  // Nobody asked for a card there.
  if (signals.profile === 'host' && card === '')
    return { ...base, isFine: true, code: 'GPU_UNPROVEN', text, mend: null };
  if (!('said' in look) || look.state === 'absent')
    return { ...base, code: 'GPU_UNPROVEN', text, mend: null };
  const { cause, because, mend } = findCause(signals);
  return { ...base, code: cause, text: `${text}; in any case ${because}`, mend };
}

function onCard(signals: Signals): Omit<Conclusion, 'layers' | 'evidence'> {
  const { model, look } = signals;
  const part = partOf(signals);
  const { layersAsked } = signals;
  const told = layersOf(signals)?.onCard ?? layersAsked;
  if (part !== null && layersAsked !== null && told === layersAsked) {
    const { cause, because, mend } = limitedLayers(layersAsked);
    const text = `${model} runs partly on the GPU, ${part}, because ${because}`;
    return { processor: 'partly', isFine: false, code: cause, text, mend };
  }
  if (part !== null) {
    const { mend } = findCause({ ...signals, ...onlyMemory });
    const text = `${model} runs partly on the GPU, ${part}, because its memory is too small for all of it`;
    return { processor: 'partly', isFine: false, code: 'GPU_MEMORY_SMALL', text, mend };
  }
  if ('said' in look && look.state === 'lost') {
    const text = `${model} is on the GPU still, but its container has lost the card: the next time it is loaded, it will be on the CPU`;
    return { processor: 'gpu', isFine: false, code: 'GPU_LOST', text, mend: { by: 'recreate' } };
  }
  const text = `${model} runs on the GPU`;
  return { processor: 'gpu', isFine: true, code: 'GPU', text, mend: null };
}

function layersOf({ log }: Signals): Conclusion['layers'] {
  return 'absence' in log ? null : log.layers;
}

/** What is known of a model that is there in part. */
const onlyMemory: Pick<Signals, 'look' | 'log' | 'obstacle' | 'layersAsked'> = {
  look: { absence: 'the model is there in part' },
  log: {
    cards: null,
    layers: null,
    weights: null,
    complaints: [{ cause: 'GPU_MEMORY_SMALL', line: '' }],
  },
  obstacle: null,
  layersAsked: null,
};

/** `5 of 37 layers`; null where all of it is on the card. */
function partOf({ log, reported }: Signals): string | null {
  if (!('absence' in log) && log.layers !== null) {
    const { onCard, all } = log.layers;
    return onCard < all ? `${onCard} of ${all} layers` : null;
  }
  if (reported === null || reported.deviceBytes >= whole * reported.bytes) return null;
  return `${Math.round((100 * reported.deviceBytes) / reported.bytes)} % of it`;
}

/** No card was passed to the container: that is no sign, but a fact. */
function onProcessorOfProfile({
  model,
  obstacle,
}: Signals): Omit<Conclusion, 'layers' | 'evidence'> {
  const text = `${model} runs on the CPU, as the profile says`;
  if (obstacle === null) return { processor: 'cpu', isFine: true, code: 'GPU', text, mend: null };
  const { cause, because, mend } = findCause({
    profile: 'cpu',
    layersAsked: null,
    look: { absence: 'no card was passed to the container' },
    log: { absence: 'no card was passed to the container' },
    obstacle,
  });
  const why = `${model} runs on the CPU, although there is a card: ${lowerFirst(because)}`;
  return { processor: 'cpu', isFine: false, code: cause, text: why, mend };
}

function evidenceOf(heard: readonly Heard[], { look, log }: Signals): string[] {
  return [
    ...heard.map(({ says }) => says),
    ...('said' in look ? [`In its container: ${look.said}`] : []),
    ...('absence' in log
      ? []
      : log.complaints.slice(-3).map(({ line }) => `Ollama's log: ${line}`)),
  ];
}
