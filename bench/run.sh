#!/usr/bin/env bash
# Measures NkMEDIA beside its peers and prints the result as Markdown: docs/performance.md.
# usage: bench/run.sh [PART...]   parts: echo ping start sockets sessions fanout resume rebuild (all without arguments)
# BENCH_ROUNDS=5, BENCH_SOCKETS=15000, BENCH_KILLS=20
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/common.sh
. "$ROOT/tools/common.sh"
TARGET=$ROOT/bench/target
PARTS=${*:-echo ping start sockets sessions fanout resume rebuild}
SOCKETS=${BENCH_SOCKETS:-15000}

# Server and client each need a descriptor for a socket, and the server some hundreds besides.
ulimit -n "$(ulimit -H -n)"
FILES=$(ulimit -n)
if [ "$FILES" != unlimited ] && [ "$SOCKETS" -gt $((FILES - 1000)) ]; then
  SOCKETS=$((FILES - 1000))
  warn "only $SOCKETS sockets: a process may have $FILES files (ulimit -H -n)"
fi

"$ROOT/nkmedia" dist >&2
(cd "$ROOT" && mvn -q -B -ntp -P bench package -pl bench -Dmaven.test.skip=true) >&2

for part in $PARTS; do
  case $part in
    echo | ping | start | rebuild) have janus || die "janus is missing: ./nkmedia doctor" ;;
    sockets | sessions | fanout | resume) ;;
    *) die "no such part: $part" ;;
  esac
done
LOAD=$(cut -d ' ' -f 1 /proc/loadavg)
# A browser drives this one: it is the test of that name, with more tries.
OWN=
for part in $PARTS; do
  [ "$part" = rebuild ] || OWN=${OWN:+$OWN,}$part
done
: >"$TARGET/result.md"
if [ -n "$OWN" ]; then
  "$(find_jdk)/bin/java" -Xms512m -Xmx3g -XX:+UseSerialGC \
    -Dbench.tarball="$TARBALL" \
    -Dbench.work="$TARGET/servers" \
    -Dbench.offer="$ROOT/bundles/testing/src/main/resources/io/nkmedia/testing/janus/offer-chromium-nontrickle.sdp" \
    -Dbench.endpoint="$TARGET/nkmedia-bench-$VERSION.jar" \
    -Dbench.result="$TARGET/result.md" \
    -Dbench.parts="$OWN" \
    -Dbench.sockets="$SOCKETS" \
    -Dbench.rounds="${BENCH_ROUNDS:-5}" \
    -cp "$TARGET/classes:$(cat "$TARGET/classpath")" io.nkmedia.bench.Bench
fi
if [[ " $PARTS " == *" rebuild "* ]]; then
  (cd "$ROOT" && mvn -B -ntp verify -pl itests/distribution -am -Dsurefire.failIfNoSpecifiedTests=false \
    -Dtest='RebuildTest#killedEngine_theSpareOneTakesOver_againAndAgain' -Drebuild.tries="${BENCH_KILLS:-20}") \
    >"$TARGET/rebuild.log" 2>&1 || die "see $TARGET/rebuild.log"
  sed -n 's/^INFO: \(media again .*\)/- \1/p' "$TARGET/rebuild.log" >>"$TARGET/result.md"
fi

printf '\n%s, %s processors, Java %s, load average before %s and after %s\n' \
  "$(date +%F)" "$(nproc)" "$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$(find_jdk)/release")" \
  "$LOAD" "$(cut -d ' ' -f 1 /proc/loadavg)" >>"$TARGET/result.md"
cat "$TARGET/result.md"
