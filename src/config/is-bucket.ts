/** Whether a place for backups is a bucket, `s3://bucket/prefix`, and not a folder. */
export function isBucket(place: string): boolean {
  return place.startsWith('s3://');
}
