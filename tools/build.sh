# shellcheck shell=bash
# Building and testing. Sourced, not run.

maven() { (cd "$ROOT" && mvn -B -ntp "$@"); }

# Is any source of the distribution newer than the distribution?
build_is_stale() {
  [ -e "$TARBALL" ] || return 0
  [ -n "$(find "$ROOT/pom.xml" "$ROOT/bundles" "$ROOT/features" "$ROOT/karaf-assembly" \
    -name target -prune -o -name node_modules -prune -o -type f -newer "$TARBALL" -print -quit)" ]
}

build_if_stale() {
  build_is_stale || return 0
  say "building NkMEDIA $VERSION (some minutes the first time)"
  maven -q -Dmaven.test.skip=true package -pl karaf-assembly -am || die "the build failed"
  # Maven keeps an archive whose content is the same; this build is as new as its sources all the same.
  touch "$TARBALL"
}

# A running "dev" looks into the local Maven repository for newer bundles.
install_bundles() {
  say "installing the bundles into the local Maven repository"
  maven -q -Dmaven.test.skip=true install -pl "$(cd "$ROOT" && printf '%s\n' bundles/* | paste -sd ,)" -am || die "the build failed"
}

cmd_build() {
  setup_build
  if [ $# -eq 0 ]; then
    maven -q -Dmaven.test.skip=true package -pl karaf-assembly -am
    touch "$TARBALL"
  else
    [ -e "$ROOT/bundles/$1/pom.xml" ] || die "there is no bundle \"$1\", only: $(cd "$ROOT/bundles" && printf '%s ' *)"
    # This bundle alone: a newly built gateway beside it would go live as well, and close everybody's sockets.
    maven -o -q -Dmaven.test.skip=true install -pl "bundles/$1" || die "the build failed; was \"dev\" run here before?"
    say "built $1"
  fi
}

cmd_dist() {
  setup_build
  build_if_stale
  say "$TARBALL"
  say "${TARBALL%.tar.gz}.zip"
}

# The exit code and the last lines are Maven's.
cmd_test() {
  local args=()
  if [ "${1:-}" = --fast ]; then
    shift
    setup_build
    args=(-T 2 -DskipITs -Dexcluded.tags=real -pl '!karaf-assembly,!itests/distribution')
  else
    setup_test
  fi
  cd "$ROOT" || exit
  exec mvn -B -ntp verify "${args[@]}" "$@"
}
