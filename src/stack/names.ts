import type { DataVolume, ServiceName } from './service-spec.ts';

/** `gecko-rag-1`. @param replica from 1 */
export function containerName(project: string, service: ServiceName, replica: number): string {
  return `${project}-${service}-${replica}`;
}

/** `gecko-internal` */
export function networkName(project: string, kind: 'internal' | 'external'): string {
  return `${project}-${kind}`;
}

/** `gecko_qdrant_storage` */
export function volumeName(project: string, volume: DataVolume): string {
  return `${project}_${volume}`;
}

/** `gecko_web_config`: the configuration and secrets of a service. */
export function configVolumeName(project: string, service: ServiceName): string {
  return `${project}_${service}_config`;
}
