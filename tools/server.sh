# shellcheck shell=bash
# Starting, asking and stopping the server in run/. Sourced, not run.

READY_SECONDS=60
STOP_SECONDS=20
DRAIN_TIME=5m

# Prints the pid of the running server. Fails if there is none.
server_pid() {
  local pid
  pid=$(cat "$PID_FILE" 2>/dev/null) || return 1
  # A pid alone may be somebody else's by now.
  tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF -- "-Dkaraf.home=$SERVER" || return 1
  printf '%s\n' "$pid"
}

# Unpacks a newer distribution over the old one. Services, users, keys and data stay; etc/ is otherwise the new one's.
unpack_if_newer() {
  local keep=()
  [ ! "$SERVER/.unpacked" -nt "$TARBALL" ] || return 0
  say "unpacking to run/nkmedia-$VERSION"
  mkdir -p "$SERVER"
  rm -rf "${SERVER:?}"/{bin,lib,system} "$SERVER"/data/{cache,tmp,generated-bundles,kar,pax-web}
  if [ -e "$SERVER/etc/users.properties" ]; then keep=(--exclude '*/etc/users.properties'); fi
  tar -xzf "$TARBALL" -C "$SERVER" --strip-components=1 "${keep[@]}"
  touch "$SERVER/.unpacked"
}

# A user of the server's shell for this script, with a password that nobody needs to know: bin/client takes the first
# user of this file. (Told a user, it asks for the password; told a password, it shows it in the list of processes.)
ensure_shell_user() {
  local file=$SERVER/etc/users.properties password
  chmod 600 "$file"
  ! grep -q '^nkmedia *=' "$file" || return 0
  password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  sed -i "1i nkmedia = $password,_g_:nkmediagroup\n_g_\\\\:nkmediagroup = group,admin,manager,viewer,systembundles,ssh" "$file"
}

set_ports() {
  sed -i "s/^sshPort *=.*/sshPort = $SSH_PORT/" "$SERVER/etc/org.apache.karaf.shell.cfg"
  sed -i "s/^org.osgi.service.http.port *=.*/org.osgi.service.http.port = $HTTP_PORT/" "$SERVER/etc/org.ops4j.pax.web.cfg"
}

# The ports of the server that runs, which may have been started with other settings than ours.
read_ports() {
  SSH_PORT=$(sed -n 's/^sshPort *= *//p' "$SERVER/etc/org.apache.karaf.shell.cfg")
  HTTP_PORT=$(sed -n 's/^org.osgi.service.http.port *= *//p' "$SERVER/etc/org.ops4j.pax.web.cfg")
}

launch() {
  mkdir -p "$SERVER/data/log"
  # Karaf's own variables would lead it elsewhere; KARAF_NOROOT, even "false", makes it refuse root.
  unset KARAF_NOROOT KARAF_HOME KARAF_BASE KARAF_DATA KARAF_ETC KARAF_LOG KARAF_OPTS
  # "exec" makes the script's pid the server's. A session of its own: Ctrl-C here must not reach it.
  (cd "$SERVER" && KARAF_EXEC="exec" exec setsid bin/karaf daemon >data/log/console.log 2>&1 </dev/null) &
  printf '%s\n' $! >"$PID_FILE"
}

http_status() { curl -s -o /dev/null -m 5 -w '%{http_code}' "http://127.0.0.1:$HTTP_PORT/nkmedia/demo" || true; }

# 426 is the gateway's answer to a plain GET of a service that is there.
wait_until_ready() {
  local deadline=$((SECONDS + READY_SECONDS)) status=
  while [ "$SECONDS" -lt "$deadline" ]; do
    if ! kill -0 "$(cat "$PID_FILE")" 2>/dev/null; then
      show_log
      die "the server ended while starting"
    fi
    status=$(http_status)
    [ "$status" != 426 ] || return 0
    sleep 0.2
  done
  show_log
  die "the service demo is not there after $READY_SECONDS s (HTTP status $status); the server runs on: ./nkmedia shell, ./nkmedia stop"
}

show_log() {
  local log=$SERVER/data/log/karaf.log
  # Older than this start: the server didn't get as far as its log.
  [ "$log" -nt "$PID_FILE" ] || log=$SERVER/data/log/console.log
  warn "the last lines of $log:"
  tail -n 20 "$log" >&2 || true
}

# The shell may come up a moment after the HTTP port, and let nobody in for another moment.
wait_for_shell() {
  local deadline=$((SECONDS + READY_SECONDS))
  until port_owner "$SSH_PORT" >/dev/null && run_in_shell 'shell:echo ready' >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || die "the server's shell is not there after $READY_SECONDS s"
    sleep 0.2
  done
}

wait_for_backends() {
  wait_for_shell
  run_in_shell 'nkmedia:backends --wait 30' || warn "not every media engine is ready; calls from peer to peer work"
}

say_where() {
  say "management       ws://127.0.0.1:$HTTP_PORT/nkmedia/demo    (the server itself: /nkmedia/core, from this machine only)"
  say "demo             http://127.0.0.1:$HTTP_PORT/demo/"
}

say_password() { # was this the first start?
  local file=$SERVER/data/nkmedia/admin-password
  if [ -s "$file" ]; then
    say "user admin       password $(cat "$file")    (shown this once only)"
    rm -f "$file"
  elif [ -n "$1" ] && [ -n "${NKMEDIA_ADMIN_PASSWORD:-}" ]; then
    say "user admin       password as in NKMEDIA_ADMIN_PASSWORD"
  else
    say "user admin       password as shown, or as given in NKMEDIA_ADMIN_PASSWORD, at the first start"
  fi
}

start_server() {
  local first=
  setup_run
  if server_pid >/dev/null; then
    read_ports
    say "running already, pid $(server_pid)"
    say_where
    say_password ''
    return 0
  fi
  check_port "$HTTP_PORT" NKMEDIA_HTTP_PORT
  check_port "$SSH_PORT" NKMEDIA_SSH_PORT
  build_if_stale
  unpack_if_newer
  ensure_shell_user
  set_ports
  [ -d "$SERVER/data/nkmedia" ] || first=yes
  launch
  wait_until_ready
  wait_for_backends
  say_where
  say_password "$first"
}

cmd_run() {
  case ${1:-} in
    '') start_server ;;
    --foreground)
      if server_pid >/dev/null; then die "running already, pid $(server_pid)"; fi
      trap 'exit 130' INT TERM
      trap 'cmd_stop --now' EXIT
      start_server
      say "Ctrl-C stops it"
      wait "$(cat "$PID_FILE")"
      ;;
    *) die "run knows only --foreground" ;;
  esac
}

cmd_dev() {
  setup_build
  if ! server_pid >/dev/null; then
    install_bundles
    export KARAF_DEBUG=true JAVA_DEBUG_OPTS='-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:5005'
  fi
  start_server
  run_in_shell 'bundle:watch *io.nkmedia*' >/dev/null
  say "debugger         127.0.0.1:5005"
  say "an edited bundle goes live with: ./nkmedia build BUNDLE (or mvn install in its folder)"
}

# Sessions may end by themselves while nothing new is taken. Ctrl-C here leaves the server running, and open again.
drain() { # how long
  trap 'run_in_shell "nkmedia:drain --cancel" >/dev/null; wait; warn "not stopped, log-ins and sessions are taken again"; exit 130' INT TERM
  # In the background Ctrl-C doesn't reach it.
  run_in_shell "nkmedia:drain --limit $1" &
  wait $! || warn "stopping all the same"
  trap - INT TERM
}

cmd_stop() {
  local pid deadline time=$DRAIN_TIME
  while [ $# -gt 0 ]; do
    case $1 in
      --now) time='' && shift ;;
      --drain) time=${2:-} && shift 2 || die "--drain needs a time, such as 60s or 10m" ;;
      *) die "stop knows only --now and --drain TIME" ;;
    esac
  done
  [[ $time =~ ^([0-9]{1,6}[smh]?)?$ ]] || die "--drain needs a time such as 60s or 10m, not \"$time\""
  if ! pid=$(server_pid); then
    rm -f "$PID_FILE"
    say "not running"
    return 0
  fi
  if [ -n "$time" ]; then
    setup_jdk
    drain "$time"
  fi
  deadline=$((SECONDS + STOP_SECONDS))
  kill -TERM "$pid" 2>/dev/null || true
  while server_pid >/dev/null; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      warn "not stopped in $STOP_SECONDS s, killing it"
      kill -KILL "$pid"
      deadline=$((SECONDS + STOP_SECONDS))
    fi
    sleep 0.1
  done
  rm -f "$PID_FILE"
  say "stopped"
}

cmd_status() {
  local pid
  pid=$(server_pid) || {
    say "not running"
    exit 1
  }
  read_ports
  say "running, pid $pid, up $(ps -o etime= -p "$pid" | tr -d ' '), $SERVER"
  say_where
}

run_in_shell() { # command: its exit code is ours
  printf '%s\n' "$1" | "$SERVER/bin/client" -b
}

cmd_shell() {
  server_pid >/dev/null || die "not running"
  setup_jdk
  if [ $# -eq 0 ]; then exec "$SERVER/bin/client"; fi
  run_in_shell "$*"
}
