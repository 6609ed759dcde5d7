import type { ResolvedConfig } from './schema.ts';

/** With the model that was chosen for the project, where nobody has set one. @param model null: none was */
export function withChosenModel(config: ResolvedConfig, model: string | null): ResolvedConfig {
  const entry = config.entries.find(({ key }) => key === 'model');
  if (model === null || entry?.origin.kind !== 'default') return config;
  const chosen = { ...entry, value: model, origin: { kind: 'chosen' } as const };
  return {
    ...config,
    model,
    entries: config.entries.map((one) => (one === entry ? chosen : one)),
  };
}
