import { readFileSync } from 'node:fs';
import { errorCode } from '../../../error-code.ts';
import { labelNames } from '../../../stack/labels.ts';
import type { Check, Finding } from '../check.ts';
import type { DoctorFacts } from '../facts.ts';
import { ifThere } from '../if-there.ts';
import { judgeAuthorities } from '../judge/judge-authorities.ts';
import { type Inside, judgeProxy } from '../judge/judge-proxy.ts';

/** Proxies and authorities, of this machine and in the containers. */
export const proxy: Check = {
  id: 'proxy',
  title: 'proxies and certificate authorities',
  runtimes: ['docker', 'embedded'],
  deadline: 15_000,
  async run(facts) {
    const { kind, runtime } = facts;
    const { httpProxy = '', httpsProxy = '', noProxy = '', ca } = runtime.config.outbound;
    const inside = kind === 'docker' ? ((await ifThere(ofContainers(facts))) ?? []) : [];
    const judged = judgeProxy(
      { httpProxy, httpsProxy, noProxy },
      inside.map(({ proxies }) => proxies),
    );
    const authorities =
      ca === undefined ? [] : [judgeAuthorities(ca, textOf(ca), runtime.clock.now())];
    const missing = inside.flatMap(({ missing }) => missing);
    const findings = [...judged, ...missing, ...authorities];
    if (findings.length > 0) return { findings };
    const isSet = httpProxy !== '' || httpsProxy !== '';
    const text = isSet ? 'A proxy is set, and nothing contradicts it' : 'No proxy is set';
    return { findings: [{ code: 'PROXY', severity: 'ok', text }] };
  },
};

async function ofContainers({
  project,
}: DoctorFacts): Promise<{ proxies: Inside; missing: Finding[] }[]> {
  const { engine, seen } = await project();
  return Promise.all(
    seen.containers.map(async ({ id, name, labels }) => {
      const service = labels[labelNames.service] ?? '';
      const env = variablesOf((await engine.container(id))?.env ?? []);
      const of = (variable: string) => env.get(variable.toLowerCase()) ?? env.get(variable) ?? '';
      const proxies = {
        ...{ container: name, service },
        httpProxy: of('HTTP_PROXY') || of('ALL_PROXY'),
        httpsProxy: of('HTTPS_PROXY') || of('ALL_PROXY'),
        noProxy: of('NO_PROXY'),
      };
      const files = ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'].filter((one) => env.get(one));
      const there = await Promise.all(files.map((one) => engine.hasPath(id, env.get(one) ?? '')));
      const missing = files
        .filter((_, index) => !there[index])
        .map((variable): Finding => absent(name, service, variable, env.get(variable) ?? ''));
      return { proxies, missing };
    }),
  );
}

function absent(container: string, service: string, variable: string, path: string): Finding {
  return {
    code: 'CA_ABSENT_INSIDE',
    severity: 'problem',
    text: `${variable} of ${container} names ${path}, which is not there`,
    consequence: 'What it fetches by HTTPS is not trusted, or its program does not start',
    fix: {
      what: `mount the file (services.${service}.mounts), or take the variable out, then bring it up`,
      command: 'gecko up',
    },
  };
}

function variablesOf(env: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    env.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // Whatever keeps it from being read, the file is of no use.
    if (errorCode(error) !== '') return null;
    throw error;
  }
}
