import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

/**
 * An authority, a server for an IP address and a client, each with its key, in an empty folder: `ca.pem`,
 * `server.pem`, `server-key.pem`, and `cert.pem`, `key.pem` as Docker's command line has them.
 */
export function makeCertificates(folder, address) {
  const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const by = ['-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial', '-days', '2'];
  openssl('req', '-x509', ...key, '-keyout', 'ca-key.pem', '-out', 'ca.pem', '-subj', '/CN=ca');
  for (const [name, cert, keyFile] of [
    ['server', 'server.pem', 'server-key.pem'],
    ['client', 'cert.pem', 'key.pem'],
  ]) {
    openssl('req', ...key, '-keyout', keyFile, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    writeFileSync(`${folder}/names`, `subjectAltName=IP:${address}`);
    openssl('x509', '-req', '-in', `${name}.csr`, ...by, '-extfile', 'names', '-out', cert);
  }
}
