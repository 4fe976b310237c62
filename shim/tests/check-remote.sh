# A sensor at a socket: connecting, waiting, coming back, impostors; and `install`.
socket=$work/sensor.socket
# behind WORDS...: runs a command behind a shim that finds its sensor at the socket; at most 20 s.
behind() { timeout --foreground -s KILL 20 "$shim" --socket "$socket" "$@"; }
# at_socket WORDS...: a sensor there, in the background.
at_socket() { "$fake" --listen "$socket" "$@" 2>/dev/null & }
opened=$(printf 'opened\n0')

at_socket --log "$work/remote" serve
check "socket: the exit code" "7" "$(behind -- sh -c 'exit 7'; echo $?)"
wait $!
contains "socket: tells of the end" "message 17" "$(cat "$work/remote")"
at_socket serve
check "socket: the signal" "signal 15" "$("$tests/outcome" -- "$shim" --socket "$socket" -- sh -c 'kill -TERM $$')"
wait $!
rm -f "$socket"
(sleep 0.5; exec "$fake" --listen "$socket" --log "$work/order" serve 2>/dev/null) &
check "socket: the program may start before the sensor" "$opened" "$(behind -- "$tests/opens" 10 2>"$work/words"; echo $?)"
check "socket: nothing to tell then" "" "$(cat "$work/words")"
wait $!
(n=0; while [ ! -e "$work/enough" ]; do n=$((n + 1)); "$fake" --listen "$socket" --log "$work/came.$n" --killable --page die-between 200; done) 2>/dev/null &
serving=$!
check "socket: a sensor that comes again, and again" "$opened" "$(behind -- "$tests/opens" 900 1000 4 2>"$work/words"; echo $?)"
touch "$work/enough"
contains "socket: told" "the sensor is back; calls that went unwatched meanwhile: " "$(cat "$work/words")"
# 19 RESUMED: unwatched, millis, status, kind 2: the connection was closed
contains "socket: the gap" " 0 2" "$(grep -h '^message 19' "$work"/came.*)"
wait $serving
rm -f "$socket"
check "socket: no sensor" "hello 0" "$(behind --startup-timeout 0.3 -- echo -n "hello " 2>"$work/words"; echo $?)"
contains "socket: no sensor is told" "no sensor serves at $socket: ENOENT" "$(cat "$work/words")"
check "socket: no sensor, fail closed" "125" "$(behind --startup-timeout 0.3 --fail-closed -- echo hello 2>/dev/null; echo $?)"
(sleep 1; exec "$fake" --listen "$socket" --log "$work/late" serve 2>/dev/null) &
check "socket: a sensor that comes too late" "0" "$(behind --startup-timeout 0.2 -- sleep 2.5 2>/dev/null; echo $?)"
wait $!
contains "socket: it hears that the program is unwatched" "message 18 3 0" "$(cat "$work/late")"
at_socket die-between 50
check "socket: a program cannot be its own sensor" "3" "$(behind -- sh -c '
    "$1" 60 >/dev/null; "$0" --listen "$2" --log "$3" serve 2>/dev/null & sleep 1.5; kill $!; exit 3' \
    "$fake" "$tests/opens" "$socket" "$work/impostor" 2>"$work/words"; echo $?)"
lacks "socket: it gets no message" "message" "$(cat "$work/impostor")"
printf x >"$work/file"
check "socket: what is no socket" "hello 0" "$(timeout 10 "$shim" --socket "$work/file" --startup-timeout 0.2 -- echo -n "hello " 2>"$work/words"; echo $?)"
contains "socket: what is no socket is told" "ECONNREFUSED" "$(cat "$work/words")"
for words in "--socket" "--socket x" "--socket x --" "--bogus" "--socket x --bogus -- true" "--socket x --startup-timeout 0 -- true" \
    "--socket $(printf '%0108d' 0) -- true" "install" "install a b"; do
    usage shrike-shim "$words"
done
mkdir "$work/shared"
check "install" "0" "$(umask 077; "$shim" install "$work/shared"; echo $?)"
check "install: the same program" "same" "$(cmp "$shim" "$work/shared/shrike-shim" && echo same)"
check "install: everybody may run it" "755" "$(stat -c %a "$work/shared/shrike-shim")"
check "install: again, while it runs" "0" "$("$work/shared/shrike-shim" install "$work/shared"; echo $?)"
check "install: leaves nothing else" "shrike-shim" "$(ls "$work/shared")"
check "install: no directory" "1" "$("$shim" install "$work/absent" 2>"$work/words"; echo $?)"
contains "install: no directory is told" "ENOENT" "$(cat "$work/words")"
