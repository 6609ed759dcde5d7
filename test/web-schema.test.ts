import { expect, it } from 'vitest';
import { json, openTestBackend } from './fakes/test-backend.ts';
import { typesOfOpenApi } from './types-of-openapi.ts';

it('gives the page the types of the contract as it is; `npm run schema` makes them anew', async () => {
  const document = await json(await openTestBackend().request('/openapi.json'));
  await expect(typesOfOpenApi(document)).toMatchFileSnapshot('../web/src/api/schema.d.ts');
});
