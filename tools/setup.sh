# shellcheck shell=bash
# Installs what is missing on Debian 12. Asks nothing; touches nothing that is there. Sourced, not run.

POLICY=/usr/sbin/policy-rc.d

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif have sudo; then
    sudo -n "$@"
  else
    return 1
  fi
}

apt_updated=
apt_install() { # what for, packages...
  local why=$1 log
  shift
  say "installing $*: $why"
  have apt-get || return 1
  mkdir -p "$RUN_DIR"
  log=$RUN_DIR/setup.log
  if [ -z "$apt_updated" ]; then
    as_root apt-get -q update >"$log" 2>&1 || warn "the list of packages could not be renewed (see $log)"
    apt_updated=yes
  fi
  if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "$@" >>"$log" 2>&1; then
    tail -n 5 "$log" >&2
    return 1
  fi
}

must_install() { # what for, packages...
  local why=$1
  shift
  apt_install "$why" "$@" || die "could not install $*; as root: apt-get install --no-install-recommends $*"
}

# Some packages would at once start a server of their own, with open ports. We want the program only.
install_program() ( # what for, package, its service if that has another name
  if [ -e "$POLICY" ]; then as_root mv "$POLICY" "$POLICY.before-nkmedia"; fi
  trap restore_policy EXIT
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$POLICY" >/dev/null
  as_root chmod 755 "$POLICY"
  apt_install "$1" "$2" || exit 1
  # Nor at the next boot, with or without systemd.
  as_root update-rc.d "${3:-$2}" disable
)

restore_policy() {
  as_root rm -f "$POLICY"
  if [ -e "$POLICY.before-nkmedia" ]; then as_root mv "$POLICY.before-nkmedia" "$POLICY"; fi
}

setup_jdk() {
  find_jdk >/dev/null || must_install "Java 17 runs and builds all of this" openjdk-17-jdk-headless
  JAVA_HOME=$(find_jdk) || die "no JDK 17 found after its installation, set JAVA_HOME"
  export JAVA_HOME
}

setup_build() {
  setup_jdk
  have mvn || must_install "Maven builds all of this" maven
}

setup_run() {
  setup_build
  have curl || must_install "to see when the server is ready" curl
  have ss || must_install "to see who has a port" iproute2
  have ps || must_install "the server's start script needs it" procps
  if ! have janus && ! install_program "the media engine" janus; then
    warn "no Janus to be had: going on with calls from peer to peer only"
  fi
}

# Tests start a Docker engine of their own, where the machine can run one; without it they are skipped.
setup_docker() {
  local services=(docker.service docker.socket)
  if have dockerd && have docker; then return; fi
  # Who uses it already goes on doing so.
  have containerd || services+=(containerd.service)
  if ! install_program "tests of engines in containers" docker.io docker; then
    warn "no Docker to be had: tests of engines in containers are skipped"
  elif have systemctl; then
    as_root systemctl disable --quiet "${services[@]}" || warn "could not keep Docker from starting at the next boot"
  fi
}

setup_test() {
  setup_run
  have chromium || must_install "tests in a real browser" chromium
  have chromedriver || must_install "tests in a real browser" chromium-driver
  have turnserver || install_program "tests of media relays" coturn || die "could not install coturn; as root: apt-get install --no-install-recommends coturn"
  setup_docker
  have ffmpeg || must_install "tests that send and check media" ffmpeg
  # Clients that share no code with ours.
  have openssl || must_install "tests with other clients" openssl
  if ! have node || ! NODE_PATH=/usr/share/nodejs node -e 'require("ws")' 2>/dev/null; then
    must_install "tests with other clients" nodejs node-ws
  fi
  /usr/bin/python3 -c 'import websockets' 2>/dev/null || must_install "tests with other clients" python3-websockets
}
