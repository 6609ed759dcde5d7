import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

const { problems: exitCode } = exitCodes;

/** What `gecko doctor` finds about ports, proxies, authorities, ways between containers and backends of the user's own, and no other command does. */
export const doctorNetworkCodes: Readonly<Record<string, Explanation>> = {
  PORT_PRIVILEGED: {
    exitCode,
    foundBy: ['engine-mode'],
    summary: 'A port below 1024 is wanted of an engine that runs without root',
    causes: ['The system gives such ports to root alone.'],
    remedies: [
      'Choose a port from 1024 on (ports.* in gecko.yaml).',
      'Or open them: sudo sysctl net.ipv4.ip_unprivileged_port_start=PORT.',
    ],
  },
  PORT_UNPUBLISHED: {
    exitCode,
    foundBy: ['ports'],
    summary: 'The project runs, and not on a port that the configuration names',
    causes: ['The configuration was changed after it was brought up.'],
    remedies: ['gecko up publishes what the configuration says by now.'],
  },
  PROXY_INVALID: {
    exitCode,
    foundBy: ['proxy'],
    summary: 'The address of a proxy is no address',
    causes: ['HTTP_PROXY, HTTPS_PROXY or ALL_PROXY has a mistake in it.'],
    remedies: ['Write it as http://HOST:PORT, with %40 for an @ in a password.'],
  },
  PROXY_LOOPBACK: {
    exitCode,
    foundBy: ['proxy'],
    summary: 'A proxy is set for what runs on this machine, too',
    causes: ['NO_PROXY does not have 127.0.0.1 and localhost.'],
    remedies: ['Add them to NO_PROXY where HTTP_PROXY is set.'],
  },
  PROXY_SERVICES: {
    exitCode,
    foundBy: ['proxy'],
    summary: 'A container has a proxy for the other services, too',
    causes: ['services.NAME.env sets HTTP_PROXY and not NO_PROXY, or the image does.'],
    remedies: [
      'Set services.NAME.env.NO_PROXY to qdrant,ollama and what else is near, then gecko up.',
    ],
  },
  PROXY_ITSELF: {
    exitCode,
    foundBy: ['proxy'],
    summary: 'The proxy of a container is the container itself',
    causes: ['127.0.0.1 inside a container is the container, not the machine.'],
    remedies: ['Name the proxy by an address of the machine that containers reach, then gecko up.'],
  },
  PROXY_NOT_INSIDE: {
    exitCode,
    foundBy: ['proxy'],
    summary: 'This machine has a proxy, and the container of Ollama does not know it',
    causes: ['Containers get no variables of this machine but those that gecko.yaml names.'],
    remedies: [
      'Set services.ollama.env.HTTPS_PROXY in gecko.yaml, then gecko up.',
      'Or bring models without a network: docs/closed-networks.md says how.',
    ],
  },
  CA_INVALID: {
    exitCode,
    foundBy: ['proxy'],
    summary: 'The file of tls.ca has no authorities that could be used',
    causes: ['It is not there, may not be read, is not in PEM, or is damaged.'],
    remedies: ['Name a file with certificates in PEM: -----BEGIN CERTIFICATE-----.'],
  },
  CA_EXPIRED: {
    exitCode,
    foundBy: ['proxy'],
    summary: 'An authority of tls.ca is not valid any more, or ends within 14 days',
    causes: ['Authorities are replaced every few years; the file has the old one.'],
    remedies: ['Ask whoever runs your network for the new one, and put it into the file.'],
  },
  CA_ABSENT_INSIDE: {
    exitCode,
    foundBy: ['proxy'],
    summary: 'A variable of a container names a file of authorities that is not in it',
    causes: ['The file was not mounted, or lies at another path inside.'],
    remedies: ['Mount it (services.NAME.mounts), or take the variable out, then gecko up.'],
  },
  NAME_UNKNOWN: {
    exitCode,
    foundBy: ['names'],
    summary: 'A backend asks for a service by its name, and the network does not know it',
    causes: [
      'The service is stopped: a stopped container has no name.',
      'Its container was taken out of its network, or put back without its names.',
    ],
    remedies: ['gecko start NAME, or gecko up --force-recreate --no-deps NAME.'],
  },
  NAME_UNREACHED: {
    exitCode,
    foundBy: ['names'],
    summary: 'A backend finds a service and cannot connect to it',
    causes: ['Its program does not listen yet, or hangs; or rules of the machine are in between.'],
    remedies: ['gecko restart NAME; gecko logs --tail 50 NAME shows what it says.'],
  },
  NAME_SILENT: {
    exitCode,
    foundBy: ['names'],
    summary: 'A backend connects to a service and gets no good answer',
    causes: ['It is overloaded, hangs, or fails at what it is asked.'],
    remedies: ['gecko restart NAME; gecko logs --tail 50 NAME shows what it says.'],
  },
  OLLAMA_UNREACHED: {
    exitCode,
    foundBy: ['names'],
    summary: 'The door does not reach an Ollama that is no container of the project',
    causes: [
      'It does not run, or listens on 127.0.0.1 alone, where no container comes.',
      'A firewall is in between, or generator.url is wrong.',
    ],
    remedies: [
      'Start it, and let it listen on the address of the bridge: OLLAMA_HOST=ADDRESS:11434.',
      'docs/language-models.md says how.',
    ],
  },
  EXPOSED: {
    exitCode,
    foundBy: ['exposure'],
    summary: 'Something of the project is reached from beyond this machine, and should not be',
    causes: [
      'A container publishes a port on all addresses, and neither expose nor --expose of the last gecko up says so.',
      'It was made by other means than gecko, or with other settings.',
    ],
    remedies: [
      'gecko up publishes on loopback alone.',
      'To publish beyond it, set expose, tls.cert and tls.key: docs/security.md.',
    ],
  },
  OWN_BACKEND_ASK: {
    exitCode,
    foundBy: ['own-backends'],
    summary: 'A backend of your own does not answer what gecko asks',
    causes: [
      'POST /ask is not there, fails, or its answer is not JSON with a text in `answer`.',
      'What it depends on, such as the language model, does not answer it.',
    ],
    remedies: [
      'docs/own-backend.md says what a backend has to answer.',
      'gecko logs --tail 50 rag shows what it said last.',
    ],
  },
  OWN_BACKEND_HEALTH: {
    exitCode,
    foundBy: ['own-backends'],
    summary: 'A backend of your own has no path that says whether it is ready',
    causes: ['GET /health is not there, or answers otherwise than with 2xx.'],
    remedies: ['Answer GET /health with 2xx once it is ready; without it, that it answers counts.'],
  },
};
