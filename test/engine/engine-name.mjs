/**
 * What a name in GECKO_TEST_ENGINE_NAME means: podman4, docker26, or docker for the installed one; with
 * `-userns` its users are remapped, with `-rootless` it runs without root.
 *
 * @returns program: docker or podman; tree: what engine-tree.mjs calls it, null for the installed one;
 * users: root, remapped or rootless
 */
export function engineName(name) {
  const [, version, suffix] = /^(.*?)(-userns|-rootless)?$/.exec(name);
  return {
    program: version.startsWith('podman') ? 'podman' : 'docker',
    tree: version === '' || version === 'docker' ? null : version,
    users: { '-userns': 'remapped', '-rootless': 'rootless' }[suffix] ?? 'root',
  };
}
