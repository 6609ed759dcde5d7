# Starts the door with the DNS server of the network that it shares with the services. Docker has one
# address for all networks of a container; Podman has one a network, and each knows only its own names.
set -eu

# An address, or as the kernel writes one, as a number.
number() (
  IFS=.
  set -- $1
  echo $((($4 << 24) | ($3 << 16) | ($2 << 8) | $1))
)

# Whether a server is in a network that this container is in, and not its way out.
is_inside() {
  found=1
  while read -r _ to by _ _ _ _ mask _; do
    case $by in
    00000000) [ $(($1 & 0x$mask)) -ne $((0x$to)) ] || found=0 ;;
    Gateway) ;;
    *) [ "$1" -ne $((0x$by)) ] || return 1 ;;
    esac
  done </proc/net/route
  return $found
}

first='' inside=''
while read -r key server _; do
  [ "$key" = nameserver ] || continue
  case $server in *:*) continue ;; esac
  first=${first:-$server}
  if [ -z "$inside" ] && is_inside "$(number "$server")"; then inside=$server; fi
done </etc/resolv.conf

echo "resolver ${inside:-${first:-127.0.0.11}} valid=1s ipv6=off;" >{{scratch}}/resolver.conf
exec nginx -e stderr -c {{folder}}/nginx.conf -g 'daemon off;'
