# Forwarding, the process tree, job control.

# receive COUNT SENDER...: starts a receiver behind the shim, sends to the shim, prints what came.
receive() {
    count=$1
    shift
    rm -f "$work/received"
    mkfifo "$work/pipe"
    under "$serve" "$tests/signals" receive "$count" >"$work/pipe" &
    {
        read -r _ _ parent
        "$tests/signals" send "$parent" "$@"
        cat >"$work/received"
    } <"$work/pipe"
    wait $!
    rm -f "$work/pipe"
    tr '\n' ';' <"$work/received"
}
check "real-time signals, in order, with their values" \
    "34 queue 1;34 queue 2;34 queue 3;40 queue -7;64 queue 2147483647;" "$(receive 5 64:2147483647 34:1 40:-7 34:2 34:3)"
sent= expected=
for number in 1 2 3 4 5 6 7 8 10 11 12 13 14 15 16 20 21 22 23 24 25 26 27 28 29 30 31; do
    sent="$sent $number"
done
# Synchronous signals come first, then by number.
for number in 4 5 7 8 11 31 1 2 3 6 10 12 13 14 15 16 20 21 22 23 24 25 26 27 28 29 30; do
    expected="$expected$number kill 0;"
done
# shellcheck disable=SC2086
check "each standard signal" "$expected" "$(receive 27 $sent)"
check "a standard signal with its value" "10 queue 5;" "$(receive 1 10:5)"
check "SIGCONT to one that runs" "18 kill 0;" "$(receive 1 18)"
check "a timer that exec keeps" "14 kill 0" "$("$tests/outcome" --alarm 200 -- "$shim" --sensor 2 "$fake" serve -- \
    "$tests/signals" receive 1 | sed -n 2p)"

orphans() { under "$serve" sh -c '(sh -c "sleep 0.2; exit 3" & sh -c "sleep 0.1" &) ; sleep 0.4; ps -e -o ppid=,stat= | grep -c "^ *$PPID Z"'; }
if command -v ps >/dev/null; then check "orphans are reaped" 0 "$(orphans)"; else skip "orphans" "ps is absent"; fi
check "orphans become the shim's" same "$(under "$serve" sh -c 'up=$PPID; (sh -c "sleep 0.2; read -r _ _ _ now _ </proc/\$\$/stat
    [ \$now = $up ] && echo same" &); sleep 0.5')"
started=$(date +%s)
under "$serve" sh -c 'sleep 6 >/dev/null 2>&1 & exit 4'
check "the exit code while a descendant lives on" 4 $?
check "descendants do not hold the shim" 1 $(($(date +%s) - started < 4))

if unshare --pid --fork --mount-proc true 2>/dev/null; then
    init() { unshare --pid --fork --mount-proc "$shim" --sensor 2 "$fake" serve -- "$@"; }
    check "PID 1: exit code" 42 "$(init sh -c 'exit 42'; echo $?)"
    check "PID 1: a signal becomes 128+n" 143 "$(init sh -c 'kill -TERM $$'; echo $?)"
    check "PID 1: orphans are reaped" 0 "$(init sh -c '(sleep 0.1 &) ; (sh -c "exit 3" &) ; sleep 0.4
        cat /proc/[0-9]*/stat | grep -c ") Z 1 "')"
    check "PID 1: is forwarded to" "term" "$(init sh -c 'trap "echo term; exit" TERM; kill -TERM 1; sleep 1 & wait')"
    check "PID 1: a stop does not stop it" 6 "$(init sh -c '(sleep 0.2; kill -CONT $$) & kill -STOP $$; wait; exit 6'; echo $?)"
else
    skip "PID 1" "unshare --pid is not permitted"
fi

# Stops that nobody outside sees must not put the shim to sleep.
check "stopped and continued from inside" 6 "$(timeout --foreground -s KILL 10 "$shim" --sensor 2 "$fake" serve -- \
    sh -c '(sleep 0.5; kill -CONT $$) & kill -STOP $$; wait; exit 6'; echo $?)"

terminal() { timeout -s KILL 20 "$tests/terminal" "$@" | tr -d '\r' | grep -oE '(int|stopped|continued|ended|never) .*|continued' | tr '\n' ';'; }
for scene in interrupt suspend resize; do
    check "terminal: $scene" "$(terminal $scene -- "$tests/terminal" job)" \
        "$(terminal $scene -- "$shim" --sensor 2 "$fake" serve -- "$tests/terminal" job)"
done
contains "terminal: Ctrl-C comes once each time" "int 2 cont 0" \
    "$(terminal interrupt -- "$shim" --sensor 2 "$fake" serve -- "$tests/terminal" job)"
contains "terminal: the shell sees SIGTSTP" "stopped 20;continued" \
    "$(terminal suspend -- "$shim" --sensor 2 "$fake" serve -- "$tests/terminal" job)"
rm -f "$work/alone" "$work/behind"
"$tests/terminal" leader -- "$tests/terminal" job "$work/alone"
"$tests/terminal" leader -- "$shim" --sensor 2 "$fake" serve -- "$tests/terminal" job "$work/behind"
check "terminal: a session leader hears the hangup" "$(cat "$work/alone")" "$(cat "$work/behind")"
contains "terminal: the hangup" "hup 1" "$(cat "$work/behind")"
check "terminal: a stop by SIGTTIN is seen" "stopped 21" "$("$tests/outcome" -- "$shim" --sensor 2 "$fake" serve -- \
    "$tests/signals" stop 21 2>&1 | head -n 1 | sed 's/exit 7/stopped 21/')"

# Before CMD runs.
check "SIGTERM while the sensor starts" "signal 15" "$(timeout -s KILL 10 "$tests/outcome" -- sh -c \
    '(sleep 0.3; kill -TERM $$) & exec "$@"' sh "$shim" --sensor 2 "$fake" hang -- true)"
check "an ignored SIGHUP while the sensor starts" "exit 0" "$(timeout -s KILL 10 "$tests/outcome" --ignore 1 -- sh -c \
    '(sleep 0.2; kill -HUP $$) & exec "$@"' sh "$shim" --sensor 4 "$fake" --startup-timeout 0.5 hang -- true 2>/dev/null)"
check "a blocked signal waits for CMD" "10 kill 0" "$(timeout -s KILL 10 "$tests/outcome" --block 10 -- sh -c \
    '(sleep 0.2; kill -USR1 $$) & exec "$@"' sh "$shim" --sensor 4 "$fake" --startup-timeout 0.5 hang -- "$tests/signals" receive 1 \
    2>/dev/null | sed -n 2p)"
mkfifo "$work/pipe"
"$shim" --sensor 2 "$fake" serve -- sh -c 'echo $$ $PPID; exec sleep 30' >"$work/pipe" 2>/dev/null &
read -r child parent <"$work/pipe"
kill -KILL "$parent"
wait $! 2>/dev/null
sleep 0.2
check "kill -9 of the shim ends CMD" gone "$(grep -q ' [RSDT] ' "/proc/$child/stat" 2>/dev/null || echo gone)"
rm "$work/pipe"
