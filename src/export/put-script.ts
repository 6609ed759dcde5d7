/**
 * Puts what lies in folders of an export into volumes, with the owner that a service runs as: on the machine
 * the files belong to whoever exported them, and services without capabilities read nothing of another
 * user. Each file or folder is replaced whole, and only where it differs; what else a volume has stays.
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
  for path in "$from"/*; do
    there=$to/\${path##*/}
    if [ ! -e "$path" ]; then continue; fi
    if [ "$(stat -c %u:%g "$there" 2>/dev/null)" = "$owner" ] && diff -r "$path" "$there" >/dev/null; then
      continue
    fi
    rm -rf "$to/.new"
    cp -R "$path" "$to/.new"
    find "$to/.new" -type d -exec chmod 700 {} +
    find "$to/.new" -type f -exec chmod 400 {} +
    chown -R "$owner" "$to/.new"
    rm -rf "$there"
    mv "$to/.new" "$there"
  done
  chmod 700 "$to"
  chown "$owner" "$to"
done
`;
