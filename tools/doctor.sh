# shellcheck shell=bash
# Says what is missing or in the way. Changes nothing. Sourced, not run.

doctor_failed=

good() { printf 'ok    %s\n' "$*"; }

hint() { printf 'note  %s\n' "$*"; }

bad() {
  printf 'BAD   %s\n' "$*"
  doctor_failed=yes
}

can_install() { have apt-get && { [ "$(id -u)" -eq 0 ] || { have sudo && sudo -n true 2>/dev/null; }; }; }

missing() { # what, package
  if can_install; then
    hint "$1 is missing; ./nkmedia run or test will install it ($2)"
  else
    bad "$1 is missing; as root: apt-get install --no-install-recommends $2"
  fi
}

check_tool() { # command, what, package
  if have "$1"; then good "$2: $(command -v "$1")"; else missing "$2" "$3"; fi
}

check_optional() { # command, what, what follows
  if have "$1"; then good "$2: $(command -v "$1")"; else hint "$2 is missing; $3"; fi
}

check_jdk() {
  local home
  if home=$(find_jdk); then good "JDK 17: $home"; else missing "JDK 17" openjdk-17-jdk-headless; fi
}

check_memory() {
  local mb
  mb=$(awk '/^MemAvailable/ {print int($2 / 1024)}' /proc/meminfo)
  if [ "$mb" -ge 1024 ]; then good "memory: $mb MB free"; else bad "memory: $mb MB free, the server and one engine want 1024"; fi
}

check_disk() {
  local mb
  mb=$(df -Pm "$ROOT" | awk 'NR == 2 {print $4}')
  if [ "$mb" -ge 1024 ]; then good "disk: $mb MB free"; else bad "disk: $mb MB free, a build wants 1024"; fi
}

check_free_port() { # port, variable
  local owner
  if ! have ss; then
    hint "port $1: can't be looked at without ss (iproute2)"
  elif owner=$(port_owner "$1"); then
    bad "port $1 is in use by $owner, set $2"
  else
    good "port $1 is free"
  fi
}

check_other_janus() {
  local owner
  have ss || return 0
  if owner=$(port_owner 8088); then
    hint "$owner listens on port 8088: if that is Debian's own Janus, it's open to all: systemctl disable --now janus"
  fi
}

# Janus never uses the loopback interface for media.
check_address() {
  if have ip && [ -z "$(ip -o addr show up scope global)" ]; then
    hint "no network address but loopback: Janus can't take media here"
  fi
  if [ -e /proc/net/if_inet6 ]; then good "IPv6 is there"; else hint "no IPv6: IPv4 only"; fi
}

cmd_doctor() {
  check_jdk
  check_tool mvn "Maven" maven
  check_tool curl "curl" curl
  check_tool ss "ss" iproute2
  check_tool ps "ps" procps
  check_optional janus "Janus" "./nkmedia run tries to install it; without it there are calls from peer to peer only"
  check_optional chromium "Chromium" "./nkmedia test will install it (chromium)"
  check_optional chromedriver "Chromium driver" "./nkmedia test will install it (chromium-driver)"
  check_optional turnserver "TURN server" "./nkmedia test will install it (coturn)"
  check_optional dockerd "Docker" "./nkmedia test will install it (docker.io), and not start it; without it no engines in containers"
  check_optional ffmpeg "ffmpeg" "./nkmedia test will install it (ffmpeg)"
  check_memory
  check_disk
  if server_pid >/dev/null; then
    good "running, pid $(server_pid)"
  else
    check_free_port "$HTTP_PORT" NKMEDIA_HTTP_PORT
    check_free_port "$SSH_PORT" NKMEDIA_SSH_PORT
  fi
  check_other_janus
  check_address
  if [ -n "$doctor_failed" ]; then
    say "run can't work before the lines marked BAD are mended"
    exit 1
  fi
}
