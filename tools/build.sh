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
    # Short runs: a compiler that optimizes less is done earlier, and what waits in one JVM lets the other work.
    args=(-T 2 -DforkCount=2 "-DargLine=-XX:TieredStopAtLevel=1 -Djqwik.database=" -Dexcluded.tags=real
      -pl '!karaf-assembly,!itests/distribution')
  else
    setup_test
  fi
  cd "$ROOT" || exit
  exec mvn -B -ntp verify "${args[@]}" "$@"
}

# Makes a plugin's bundle, feature, test and README out of examples/tone, under another name.
cmd_new_plugin() {
  local name='' package='' dir='' class file target
  while [ $# -gt 0 ]; do
    case $1 in
      --package) package=${2:-} && shift 2 || die "--package needs a name" ;;
      --dir) dir=${2:-} && shift 2 || die "--dir needs a folder" ;;
      -*) die "there is no option \"$1\"" ;;
      *)
        [ -z "$name" ] || die "one name, not \"$name\" and \"$1\""
        name=$1 && shift
        ;;
    esac
  done
  [[ $name =~ ^[a-z][a-z0-9]{0,31}$ ]] || die "the plugin needs a name of small letters and digits, such as: ./nkmedia new-plugin bell"
  case $name in core | media) die "\"$name\" is the server's own" ;; esac
  package=${package:-com.example.$name}
  [[ $package =~ ^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$ ]] || die "\"$package\" is no name of a package"
  dir=${dir:-$PWD/$name}
  [ ! -e "$dir" ] || [ -z "$(ls -A "$dir")" ] || die "$dir is there already and not empty"
  class=${name^}
  (cd "$ROOT/examples/tone" && find . -name target -prune -o -type f -print) | while IFS= read -r file; do
    target=$file
    target=${target//Tone/$class}
    target=${target//com\/example\/tone/${package//.//}}
    mkdir -p "$dir/$(dirname "$target")"
    # The package last: it may hold the word that is replaced.
    sed -e 's/com\.example\.tone/@PACKAGE@/g' -e "s/Tone/$class/g" -e "s/tone/$name/g" -e "s/@PACKAGE@/$package/g" \
      -e "s:<nkmedia.version>.*<:<nkmedia.version>$VERSION<:" "$ROOT/examples/tone/$file" >"$dir/$target"
  done
  say "made the plugin $name in $dir (package $package)"
  say ""
  say "next:"
  say "  (cd $ROOT && mvn -q install -DskipTests -pl bundles/api,bundles/testing -am)   once: what it is compiled and tested against"
  say "  (cd $dir && mvn verify)"
  say "  ./nkmedia shell bundle:install -s file:$(cd "$dir" && pwd)/target/$package-1.0.0.jar"
  say "  add \"$name\" to \"plugins\" of a service, see $dir/README.md; what a plugin can do: docs/plugins.md"
}
