import { IncomingMessage } from 'node:http';
import type { DialOptions, RequestCallback } from 'docker-modem';

/** What of docker-modem is used. */
export interface Modem {
  dial(options: DialOptions, callback: RequestCallback): void;
}

/**
 * docker-modem waits for ever for the rest of an answer whose connection broke. So every answer is taken
 * as a stream and read here, where a cut is an error.
 */
export function readWholeAnswers(modem: Modem, onCall: () => void): void {
  const dial = modem.dial.bind(modem);
  modem.dial = (options, callback) => {
    onCall();
    if (options.isStream) {
      dial(options, callback);
      return;
    }
    dial({ ...options, isStream: true }, (error, result) => {
      if (error !== null || !(result instanceof IncomingMessage)) {
        callback(error, result);
        return;
      }
      readJson(result).then(
        (value) => callback(null, value),
        (failure: unknown) => callback(failure as Error, null),
      );
    });
  };
}

/** The body as JSON, as text where it is none, null where it is empty. */
async function readJson(answer: AsyncIterable<Buffer>): Promise<object | null> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part);
  const text = Buffer.concat(parts).toString();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}
