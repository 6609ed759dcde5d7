/** Commands of the NVIDIA Container Toolkit that mend how an engine passes cards on. */
export const nvidiaCtk = {
  configure: 'sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker',
  /** Lists the cards as CDI devices. */
  cdi: 'sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml',
  /** An engine without root has no leave to set up devices in cgroups. */
  noCgroups: 'sudo nvidia-ctk config --set nvidia-container-cli.no-cgroups --in-place',
  configureRootless:
    'nvidia-ctk runtime configure --runtime=docker --config=$HOME/.config/docker/daemon.json',
} as const;
