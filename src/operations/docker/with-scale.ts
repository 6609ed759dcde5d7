import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { servicesNamed } from './service-arguments.ts';

/** The runtime with other numbers of replicas, as `rag=3`. @throws GeckoError USAGE (exit 2) */
export function withScale(pairs: readonly string[], runtime: Runtime): Runtime {
  if (pairs.length === 0) return runtime;
  const services = { ...runtime.config.services };
  for (const pair of pairs) {
    const [name = '', count = ''] = pair.split('=');
    const [service] = servicesNamed([name]);
    if (service !== 'rag' && service !== 'qa')
      throw usage(`${name} has one container`, 'rag and qa can be scaled.');
    if (!/^[1-9]\d?$/.test(count))
      throw usage(`${pair} names no number of replicas`, `From 1 to 99, such as ${name}=3.`);
    services[service] = { ...services[service], replicas: Number(count) };
  }
  return { ...runtime, config: { ...runtime.config, services } };
}

function usage(message: string, hint: string): GeckoError {
  return new GeckoError('USAGE', message, { exitCode: exitCodes.usage, hint });
}
