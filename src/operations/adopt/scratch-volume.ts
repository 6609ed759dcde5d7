/** Volume with the copy of the old Qdrant's storage. */
export function scratchVolume(project: string): string {
  return `${project}_adopted_qdrant`;
}
