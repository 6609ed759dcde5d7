/** Labels of Compose on what it makes. */
export const composeLabels = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  files: 'com.docker.compose.project.config_files',
  folder: 'com.docker.compose.project.working_dir',
  volume: 'com.docker.compose.volume',
  oneOff: 'com.docker.compose.oneoff',
} as const;
