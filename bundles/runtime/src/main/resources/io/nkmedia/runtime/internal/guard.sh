# Ends an engine whose lease nobody renews any more: its controller is dead, and nobody else would stop it.
#
# sh guard.sh HOME PID START CHECKS INTERVAL
#   HOME      the instance's folder; the file "lease" in it has another content after each renewal
#   PID START the engine: its pid, and its start in ticks since boot (another START is another process)
#   CHECKS    so many checks in a row without a renewal are the end
#   INTERVAL  seconds between two checks
#
# Counts checks instead of comparing clocks: a clock that jumps, or a machine that sleeps, ends nothing.
set -f

alive() {
    line=
    { read -r line < "/proc/$pid/stat"; } 2> /dev/null
    # The name in parentheses may contain blanks; what follows does not.
    set -- ${line##*) }
    [ "${1:-Z}" != Z ] && [ "${20:-}" = "$start" ]
}

end() {
    # Before the engine ends: once it is gone, a new one may live in the same folder.
    rm -rf -- "$home/engine" "$home/instance.properties" "$home/lease"
    kill -s TERM -- "-$pid"
    for second in 1 2; do
        alive || break
        sleep 1
    done
    kill -s KILL -- "-$pid"
}

main() {
    home=$1 pid=$2 start=$3 checks=$4 interval=$5
    last= unchanged=0
    while alive; do
        lease=
        { read -r lease < "$home/lease"; } 2> /dev/null
        if [ "$lease" = "$last" ]; then
            unchanged=$((unchanged + 1))
        else
            unchanged=0 last=$lease
        fi
        if [ "$unchanged" -ge "$checks" ]; then
            end
            return
        fi
        sleep "$interval"
    done
}

main "$@"
exit 0
