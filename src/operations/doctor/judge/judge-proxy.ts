import { isLoopback } from '../../../stack/is-loopback.ts';
import type { Finding } from '../check.ts';
import { isExempt } from './is-exempt.ts';

/** Empty where none is set. */
export interface Proxies {
  httpProxy: string;
  httpsProxy: string;
  noProxy: string;
}

/** What a container has of them. */
export interface Inside extends Proxies {
  container: string;
  service: string;
}

/** Proxies on this machine and in the containers, and what contradicts itself; nothing where none is set. */
export function judgeProxy(outside: Proxies, inside: readonly Inside[]): Finding[] {
  return [
    ...malformed(outside, inside),
    ...judgeOutside(outside),
    ...inside.flatMap(judgeInside),
    ...pulls(outside, inside),
  ];
}

function isSet({ httpProxy, httpsProxy }: Proxies): boolean {
  return httpProxy !== '' || httpsProxy !== '';
}

function malformed(outside: Proxies, inside: readonly Inside[]): Finding[] {
  const all = [
    { where: 'of this machine', proxies: outside },
    ...inside.map((proxies) => ({ where: `in ${proxies.container}`, proxies })),
  ];
  return all.flatMap(({ where, proxies: { httpProxy, httpsProxy } }) =>
    [
      { name: 'HTTP_PROXY', address: httpProxy },
      { name: 'HTTPS_PROXY', address: httpsProxy },
    ]
      .filter(({ address }) => address !== '' && hostOf(address) === null)
      .map(({ name }) => ({
        code: 'PROXY_INVALID',
        severity: 'problem',
        text: `${name} ${where} is no address`,
        consequence: 'Nothing is fetched from the internet',
        fix: { what: `write it as http://HOST:PORT in ${name}`, command: null },
      })),
  );
}

function judgeOutside(outside: Proxies): Finding[] {
  if (!isSet(outside)) return [];
  const lacking = ['127.0.0.1', 'localhost'].filter((host) => !isExempt(host, outside.noProxy));
  if (lacking.length === 0) return [];
  return [
    {
      code: 'PROXY_LOOPBACK',
      severity: 'warning',
      text: `A proxy is set, and NO_PROXY does not have ${lacking.join(' and ')}`,
      consequence:
        'Other programs, such as curl, ask the proxy for what runs on this machine; gecko itself does not',
      evidence: shown(outside),
      fix: {
        what: 'add them to NO_PROXY',
        command: `export NO_PROXY=${[outside.noProxy, ...lacking].filter(Boolean).join(',')}`,
      },
    },
  ];
}

/** What each service asks by name, without encryption. */
const asked: Readonly<Record<string, readonly string[]>> = {
  rag: ['qdrant', 'ollama'],
  qa: ['qdrant', 'ollama'],
  corpus: ['qdrant', 'ollama'],
};

function judgeInside(inside: Inside): Finding[] {
  const { container, service, httpProxy, httpsProxy, noProxy } = inside;
  const lacking =
    httpProxy === '' ? [] : (asked[service] ?? []).filter((host) => !isExempt(host, noProxy));
  const itself = [httpProxy, httpsProxy].some((address) => isLoopback(hostOf(address) ?? ''));
  const key = `services.${service}.env`;
  return [
    ...(lacking.length === 0
      ? []
      : [
          {
            code: 'PROXY_SERVICES',
            severity: 'warning' as const,
            text: `${container} has a proxy, and its NO_PROXY does not have ${lacking.join(' and ')}`,
            consequence: 'A program in it that heeds the proxy asks it for the other services',
            evidence: shown(inside),
            fix: {
              what: `set ${key}.NO_PROXY to ${[noProxy, ...lacking].filter(Boolean).join(',')} in gecko.yaml, then bring it up`,
              command: 'gecko up',
            },
          },
        ]),
    ...(itself
      ? [
          {
            code: 'PROXY_ITSELF',
            severity: 'problem' as const,
            text: `The proxy of ${container} is on 127.0.0.1, which is the container itself`,
            consequence: 'Nothing can be fetched from inside it',
            evidence: shown(inside),
            fix: {
              what: `name the proxy by an address that containers reach in ${key}, then bring it up`,
              command: 'gecko up',
            },
          },
        ]
      : []),
  ];
}

/** Ollama pulls models itself, from inside its container. */
function pulls(outside: Proxies, inside: readonly Inside[]): Finding[] {
  const ollama = inside.find(({ service }) => service === 'ollama');
  if (outside.httpsProxy === '' || !ollama || ollama.httpsProxy !== '') return [];
  return [
    {
      code: 'PROXY_NOT_INSIDE',
      severity: 'warning',
      text: `This machine has a proxy for HTTPS, and ${ollama.container} has none`,
      consequence: 'Ollama pulls models without it, which a closed network does not let through',
      evidence: shown(outside),
      fix: {
        what: 'set services.ollama.env.HTTPS_PROXY in gecko.yaml, then bring it up',
        command: 'gecko up',
      },
    },
  ];
}

/** Null for what is no address. `proxy.example:3128` is one too. */
function hostOf(address: string): string | null {
  const whole = address.includes('://') ? address : `http://${address}`;
  return URL.canParse(whole) ? new URL(whole).hostname.replace(/^\[|\]$/g, '') : null;
}

/** Without a user's name and password. */
function shown({ httpProxy, httpsProxy, noProxy }: Proxies): string[] {
  const plain = (address: string) =>
    address.replace(/\/\/[^@/]*@/, '//…@').replace(/^[^/@]*@/, '…@');
  return [
    ...(httpProxy === '' ? [] : [`HTTP_PROXY=${plain(httpProxy)}`]),
    ...(httpsProxy === '' ? [] : [`HTTPS_PROXY=${plain(httpsProxy)}`]),
    `NO_PROXY=${noProxy}`,
  ];
}
