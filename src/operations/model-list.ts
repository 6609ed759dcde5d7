import { amount } from '../amount.ts';
import type { RunningModel } from '../clients/ollama.ts';
import { hasModel } from '../plan/has-model.ts';
import type { Runtime } from '../runtime.ts';
import type { Report, Style } from '../ui/ui.ts';
import { alignedTable } from './aligned-table.ts';
import { listedModels } from './model/listed-models.ts';
import { lookForOllama } from './model/look-for-ollama.ts';
import { oneLine } from './one-line.ts';
import { reportSystem } from './report-system.ts';
import { modelsNow } from './system/models-now.ts';

/** The models of the project's Ollama, those that run in process, and those that can be pulled by name. */
export async function listModels(runtime: Runtime): Promise<Report> {
  const { models, config, signal, clock } = runtime;
  const [installed, known, { found, absence }] = await Promise.all([
    models.list(),
    models.known(),
    lookForOllama(runtime),
  ]);
  const listed = found ? await listedModels(found.server, signal) : [];
  if (found) await reportSystem(async () => ({ models: await modelsNow(found, runtime) }), runtime);
  const chosen = config.generator.gguf ?? installed[0]?.name;
  const names = new Set(installed.map(({ name }) => name));
  const available = known.filter(({ name }) => !names.has(name));
  const isAnswering = (name: string) => hasModel([name], config.model);
  return {
    json: {
      ollama: found
        ? {
            place: found.place,
            models: listed.map((model) => ({ ...model, chosen: isAnswering(model.name) })),
          }
        : { place: null, absence, models: [] },
      models: installed.map((model) => ({ ...model, chosen: model.name === chosen })),
      available,
    },
    text: (style) =>
      [
        ...(found
          ? [style.bold(`Ollama of ${found.place}`), ollamaTable()]
          : [oneLine(`${absence}.`)]),
        '',
        style.bold('In process'),
        ...(installed.length === 0 ? ['  none'] : []),
        ...installed.map(
          ({ name, bytes, source }) =>
            `${name === chosen ? '*' : ' '} ${name.padEnd(24)} ${size(bytes)}  ${style.dim(oneLine(source))}`,
        ),
        ...availableLines(style),
      ].join('\n'),
  };

  function ollamaTable(): string {
    if (listed.length === 0) return '  none: gecko model pull NAME brings one';
    const rows = listed.map(
      ({ name, bytes, quantisation, parameterSize, contextTokens, loaded }) => [
        `${isAnswering(name) ? '*' : ' '} ${name}`,
        amount(bytes),
        quantisation || '?',
        parameterSize || '?',
        contextTokens === null ? '?' : String(contextTokens),
        loaded === null ? 'no' : loadedText(loaded, clock.now()),
      ],
    );
    return alignedTable([
      ['  name', 'size', 'quantisation', 'parameters', 'context', 'loaded'],
      ...rows,
    ]);
  }

  function availableLines(style: Style): string[] {
    if (available.length === 0) return [];
    return [
      '',
      'gecko model pull --embedded NAME brings:',
      ...available.map(
        ({ name, bytes, summary, licence }) =>
          `  ${name.padEnd(24)} ${size(bytes)}  ${style.dim(`${summary} (${licence})`)}`,
      ),
    ];
  }
}

/** `4 more minutes, 100 % on the card, context 4096`. */
function loadedText({ bytes, deviceBytes, contextTokens, expires }: RunningModel, now: number) {
  const minutes = (Date.parse(expires) - now) / 60_000;
  const time =
    !Number.isFinite(minutes) || minutes > 60 * 24 * 365
      ? 'for good'
      : minutes <= 1
        ? 'less than a minute more'
        : `${Math.round(minutes)} more minutes`;
  const part = bytes > 0 ? Math.round((100 * deviceBytes) / bytes) : 0;
  const where = part === 0 ? 'on the processor' : `${part} % on the card`;
  return [time, where, ...(contextTokens === null ? [] : [`context ${contextTokens}`])].join(', ');
}

function size(bytes: number): string {
  return amount(bytes).padStart(8);
}
