import type { BrowserSession } from '../http/browser-session.ts';
import type { Handler } from '../http/gate.ts';

/**
 * A backend as the door needs it: it signs browsers in, and a signed-in browser may do what the token
 * may. The door lets cookies through on the page's own address alone, and a foreign page not at all.
 */
export function behindDoor(backend: Handler, session: BrowserSession): Handler {
  return (request) => {
    const answer = session.answer(request);
    if (answer) return answer;
    if (!request.headers.has('cookie')) return backend(request);
    return backend(session.passOn(request, request.url));
  };
}
