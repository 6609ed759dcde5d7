import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { oneLine } from './one-line.ts';

/** The models that run in process, and those that can be pulled by name. */
export async function listModels({ models, config }: Runtime): Promise<Report> {
  const [installed, known] = await Promise.all([models.list(), models.known()]);
  const chosen = config.generator.gguf ?? installed[0]?.name;
  const names = new Set(installed.map(({ name }) => name));
  const available = known.filter(({ name }) => !names.has(name));
  return {
    json: {
      models: installed.map((model) => ({ ...model, chosen: model.name === chosen })),
      available,
    },
    text: (style) =>
      [
        ...(installed.length === 0 ? ['No model in process.'] : []),
        ...installed.map(
          ({ name, bytes, source }) =>
            `${name === chosen ? '*' : ' '} ${name.padEnd(24)} ${size(bytes)}  ${style.dim(oneLine(source))}`,
        ),
        ...(available.length > 0 ? ['', 'gecko model pull --embedded NAME brings:'] : []),
        ...available.map(
          ({ name, bytes, summary, licence }) =>
            `  ${name.padEnd(24)} ${size(bytes)}  ${style.dim(`${summary} (${licence})`)}`,
        ),
      ].join('\n'),
  };
}

function size(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1).padStart(9)} MB`;
}
