import type Docker from 'dockerode';
import type { Modem } from './read-whole-answers.ts';

/** The client, every request of which ends with the signal: dockerode takes one in some calls only. */
export function withSignal(docker: Docker, abortSignal: AbortSignal): Docker {
  const whole: Modem = docker.modem;
  const modem: Modem = Object.create(whole, {
    dial: {
      value: (...[options, callback]: Parameters<Modem['dial']>) =>
        whole.dial({ ...options, abortSignal }, callback),
    },
  });
  return Object.create(docker, { modem: { value: modem } });
}
