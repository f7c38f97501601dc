# shellcheck shell=bash
# What the other parts of ./nkmedia share. Sourced, not run: the variables are read there.
# shellcheck disable=SC2034

VERSION=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$ROOT/pom.xml" | head -n 1)
RUN_DIR=$ROOT/run
SERVER=$RUN_DIR/nkmedia-$VERSION
PID_FILE=$RUN_DIR/nkmedia.pid
TARBALL=$ROOT/karaf-assembly/target/nkmedia-$VERSION.tar.gz
HTTP_PORT=${NKMEDIA_HTTP_PORT:-8181}
SSH_PORT=${NKMEDIA_SSH_PORT:-8101}

say() { printf '%s\n' "$*"; }

warn() { printf '%s\n' "$*" >&2; }

die() {
  warn "nkmedia: $*"
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

is_jdk17() { [ -x "$1/bin/javac" ] && grep -qs '^JAVA_VERSION="17[."]' "$1/release"; }

# Prints the home of a JDK 17: the one in JAVA_HOME, the one on the path, or one of those that Debian installs.
find_jdk() {
  local home on_path=
  if have javac; then on_path=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")"); fi
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/*17*; do
    if [ -n "$home" ] && is_jdk17 "$home"; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  return 1
}

# Prints "pid N (name)" of whoever listens on a TCP port. Fails if nobody does.
port_owner() {
  local line
  line=$(ss -Hltnp "sport = :$1" | head -n 1)
  [ -n "$line" ] || return 1
  if [[ $line =~ \(\"([^\"]+)\",pid=([0-9]+) ]]; then
    printf 'pid %s (%s)\n' "${BASH_REMATCH[2]}" "${BASH_REMATCH[1]}"
  else
    printf 'a process of another user\n'
  fi
}

check_port() { # port, the variable that sets it
  local owner
  [[ $1 =~ ^[0-9]{1,5}$ ]] || die "$2 is \"$1\", which is no port"
  if owner=$(port_owner "$1"); then die "port $1 is in use by $owner, set $2"; fi
}
