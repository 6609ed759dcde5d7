import { expect, it } from 'vitest';
import { formatOrigin } from './origin.ts';
import { defaultConfig, resolveConfig } from './resolve.ts';
import { withChosenModel } from './with-chosen-model.ts';

const originOf = (config: Awaited<ReturnType<typeof defaultConfig>>) => {
  const entry = config.entries.find(({ key }) => key === 'model');
  return entry && [entry.value, formatOrigin(entry.origin)];
};

it('takes the model that was chosen for the project, and says where it comes from', async () => {
  const config = withChosenModel(await defaultConfig(), 'phi4-mini');
  expect(config.model).toBe('phi4-mini');
  expect(originOf(config)).toEqual(['phi4-mini', 'gecko up --auto-model']);
});

it('leaves what somebody has set, and what nobody has chosen', async () => {
  const env = { GECKO_MODEL: 'mistral' };
  const none = { cwd: '/', flags: {}, file: null, dotenv: null, user: null };
  const config = withChosenModel(await resolveConfig({ ...none, env }), 'phi4-mini');
  expect(config.model).toBe('mistral');
  expect(withChosenModel(await defaultConfig(), null).model).toBe('llama3');
});
