# What the shim does when the sensor refuses, fails, hangs or dies.
check "REFUSED 78" "fake-sensor: refused 78" "$(under "$fake refuse 78" echo ran 2>&1 | tr '\n' ' '
    under "$fake refuse 78" echo ran >/dev/null 2>&1; echo $?)"

# broken NAME SENSOR-WORDS: CMD runs unwatched with a warning, and not at all with --fail-closed.
broken() {
    name=$1
    shift
    output=$(under "$*" sh -c 'echo ran; exit 11' 2>&1)
    check "$name: exit code" 11 $?
    contains "$name: CMD runs" "ran" "$output"
    contains "$name: a warning" "WARNING: sh runs UNWATCHED" "$output"
    output=$(under "$* --fail-closed" echo ran 2>&1)
    check "$name: fail closed" 125 $?
    lacks "$name: CMD does not run when failing closed" "ran
" "$output
"
    contains "$name: says why" "--fail-closed was given" "$output"
}
broken "sensor missing" "$work/no-such-sensor"
broken "dies before FILTER" "$fake die-first 3"
broken "says on stdout why it does not start" "$fake complain 1"
contains "what the sensor says on stdout is shown on stderr" "fake-sensor: cannot start" "$(under "$fake complain 1" true 2>&1 >/dev/null)"
check "and not on CMD's stdout" "" "$(under "$fake complain 1" true 2>/dev/null)"
broken "dies after FILTER" "$fake die-filter"
broken "dies after LISTENER" "$fake die-listener"
broken "hangs" "$fake --startup-timeout 0.3 hang"
broken "hangs, timeout in one word" "$fake --startup-timeout=0.3 hang"
broken "hangs after LISTENER" "$fake --startup-timeout 0.3 hang-listener"
broken "unknown message" "$fake garbage"
broken "short message" "$fake short"
broken "count that disagrees" "$fake lying-count"
contains "count that disagrees: named" "FILTER's count disagrees with its size" "$(under "$fake lying-count" true 2>&1)"
broken "READY before FILTER" "$fake early-ready"
broken "filter that the kernel refuses" "$fake --log $work/refused bad-program"
contains "the sensor hears that the filter failed" "message 18 1 22" "$(cat "$work/refused")"
check "a filter within a filter" "inner" "$(under "$serve" "$shim" --sensor 2 "$fake" serve -- echo inner 2>/dev/null)"
check "no sensor process is left behind" "" "$(ps -e -o args= 2>/dev/null | grep "^$fake")"

under "$fake --log $work/log --killable serve" sh -c 'exit 77'
check "ENDED tells the status" "message 17 $((77 * 256))" "$(grep '^message 17' "$work/log")"
check "DRAINED at once does not wait" 1 "$(start=$(date +%s%N); under "$serve" true; echo $((($(date +%s%N) - start) / 1000000 < 1000)))"
check "the drain timeout ends the wait" "the sensor did not deliver all events in time; --drain-timeout allows milliseconds: 300 5" \
    "$(under "$fake --drain 300 never-drained" sh -c 'exit 5' 2>&1 | sed 's/shrike: //' | tr '\n' ' '
    under "$fake --drain 300 never-drained" sh -c 'exit 5' 2>/dev/null; echo $?)"
check "a slow DRAINED is waited for" "answers" "$(under "$fake --log $work/log slow-drained 500" true; grep -o answers "$work/log")"

# lost NAME EXPECTED SENSOR-WORDS: CMD opens files all the while the sensor dies.
lost() {
    check "lost, $1" "$2" "$(under "$3" "$tests/opens" 2000 0 4 2>"$work/words"; echo $?)"
    contains "lost, $1: a warning" "goes on UNWATCHED" "$(cat "$work/words")"
    contains "lost, $1: a count" "calls that went unwatched after the sensor's end: " "$(cat "$work/words")"
}
fine=$(printf 'opened\n0')
for round in 1 5 50 500 2000; do
    lost "between answers $round" "$fine" "$fake die-between $round"
    lost "within an answer $round" "$fine" "$fake die-within $round"
    lost "within an answer $round, killable" "$fine" "$fake --killable --page die-within $round"
done
lost "the socket only" "$fine" "$fake close-socket"
check "lost: one task, within an answer" "$fine" "$(under "$fake die-within 30" "$tests/opens" 200 2>/dev/null; echo $?)"
check "lost: one task, within an answer, killable" "$fine" \
    "$(under "$fake --killable --page die-within 30" "$tests/opens" 200 2>/dev/null; echo $?)"
check "lost: kill -9 from outside" "$fine" "$(mkfifo "$work/pid"; under "$serve" sh -c 'cat <"$1"; "$2" 3000 100' sh "$work/pid" "$tests/opens" \
    2>/dev/null & sleep 0.3; echo -n >"$work/pid"; sleep 0.1; kill -9 "$(ps -e -o pid=,args= | awk -v fake="$fake" '$2 == fake {print $1}')"
    wait $!; echo $?; rm "$work/pid")"
check "lost: a stderr that nobody reads does not harm CMD" "opened0" "$({ under "$fake die-between 50" sh -c 'sleep 0.3; exec "$1" 300' sh \
    "$tests/opens" 2>&1 >"$work/out"; printf %s $? >>"$work/out"; } | true; tr -d '\n' <"$work/out")"
check "lost, kill" "signal 9" "$(timeout -s KILL 20 "$tests/outcome" -- "$shim" --sensor 5 "$fake" --loss 2 die-between 50 -- \
    "$tests/opens" 5000 1000 2>/dev/null)"
check "lost, pause: SIGCONT goes on" "$fine" "$(mkfifo "$work/pid"
    under "$fake --loss 1 die-between 100" sh -c 'echo $PPID >"$1"; exec "$2" 500' sh "$work/pid" "$tests/opens" 2>"$work/words" &
    read -r parent <"$work/pid"; sleep 0.7; kill -CONT "$parent"; wait $!; echo $?; rm "$work/pid")"
contains "lost, pause: says so" "is paused; SIGCONT to process" "$(cat "$work/words")"
check "lost: descendants outlive CMD, shim and sensor" "opened" "$(under "$fake die-between 20" \
    sh -c '"$1" 300 5000 >"$2" 2>&1 & "$1" 50 >/dev/null' sh "$tests/opens" "$work/late" 2>/dev/null; sleep 3; cat "$work/late")"
check "lost while draining: descendants go on" "opened" "$(under "$fake die-ended" \
    sh -c '"$1" 300 5000 >"$2" 2>&1 &' sh "$tests/opens" "$work/late" 2>/dev/null; sleep 3; cat "$work/late")"
check "no keeper is left once they ended" "" "$(ps -e -o args= | grep "^$shim")"
