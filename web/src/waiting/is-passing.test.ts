import { expect, it } from 'vitest';
import { ServiceError } from '../api/service-error.ts';
import { isPassing } from './is-passing.ts';

it.each([
  ['UNREACHABLE', 0],
  ['UNREACHABLE', 502],
  ['BROKEN_OFF', 0],
  ['BUSY', 503],
  ['STORE_UNREACHABLE', 503],
  ['DEADLINE', 504],
])('waits where waiting can help: %s, %i', (code, status) => {
  expect(isPassing(new ServiceError(code, '', { status }))).toBe(true);
});

it.each([
  ['BAD_REQUEST', 400],
  ['UNAUTHORIZED', 401],
  ['DOCUMENT_MISSING', 404],
  ['FILTER_UNKNOWN_FIELD', 422],
  ['INTERNAL', 500],
  ['UNREADABLE', 200],
])('does not where the same would come again: %s, %i', (code, status) => {
  expect(isPassing(new ServiceError(code, '', { status }))).toBe(false);
});

it('does not for a fault of the page', () => {
  expect(isPassing(new TypeError('no function'))).toBe(false);
});
