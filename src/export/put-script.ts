/**
 * Puts folders of an export into volumes, each with the owner that a service runs as: on the machine they
 * belong to whoever exported them, and services without capabilities read nothing of another user. What
 * is there already stays as it is; what came in another way gives way, file by file, so that whoever
 * has one open keeps it.
 *
 * For a POSIX shell with the tools of busybox; called as `put.sh NAME OWNER NAME OWNER …`, for folders
 * /from/NAME and volumes /to/NAME.
 */
export const putScript = `set -eu
while [ $# -ge 2 ]; do
  from=/from/$1
  to=/to/$1
  owner=$2
  shift 2
  if [ -z "$(ls "$from")" ]; then
    echo "$from is empty: nothing to put"
    continue
  fi
  digest=$(tar -C "$from" -cf - . | sha256sum)
  if [ -e "$to/.digest" ]; then
    if [ "$(cat "$to/.digest")" = "$digest $owner" ]; then continue; fi
    rm -rf "$to"/* "$to/.digest"
  fi
  for path in "$from"/*; do rm -rf "$to/\${path##*/}"; done
  cp -R "$from/." "$to/"
  find "$to" -type d -exec chmod 700 {} +
  find "$to" -type f -exec chmod 400 {} +
  chown -R "$owner" "$to"
  echo "$digest $owner" > "$to/.digest"
done
`;
