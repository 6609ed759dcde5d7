export function makeCertificates(folder: string, address: string): void;
