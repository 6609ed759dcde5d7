import { createContext } from 'preact';
import { createSession } from '../api/session.ts';

/** Whether this browser is signed in, for every view. */
export const SessionContext = createContext(createSession());
