import { expect, it } from 'vitest';
import { ServiceError } from '../api/service-error.ts';
import { describeError } from './describe-error.ts';
import { en } from './en.ts';
import { es } from './es.ts';

it('tells a failure of the way in the language of the page', () => {
  const error = new ServiceError('UNREACHABLE');
  expect(describeError(error, en).message).toMatch(/^The backend does not answer/);
  expect(describeError(error, es).message).toMatch(/^El servicio no responde/);
});

it.each([
  ['the question is empty', 'The question is empty.'],
  ['http://127.0.0.1:1/v1 gave no answer', 'http://127.0.0.1:1/v1 gave no answer.'],
])('tells what a backend says as a sentence: %s', (said, told) => {
  const error = new ServiceError('BAD_REQUEST', said, { hint: 'Do this.' });
  expect(describeError(error, es)).toEqual({
    message: told,
    hint: 'Do this.',
    code: 'BAD_REQUEST',
  });
});
