import { ErrorBody } from '../contract/errors.ts';

/** The `default` answer of every route in the OpenAPI description. */
export const errorAnswers = {
  default: { description: 'An error', content: { 'application/json': { schema: ErrorBody } } },
};

/** A described JSON answer. */
export function answers<Schema>(schema: Schema, description: string) {
  return { 200: { description, content: { 'application/json': { schema } } }, ...errorAnswers };
}
