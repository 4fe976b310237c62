# CMD behind the shim sees what it sees alone, and ends as it ends alone.
wrong=
for code in $(seq 0 255); do
    "$shim" --sensor 2 "$fake" serve -- sh -c "exit $code"
    [ $? = "$code" ] || wrong="$wrong $code"
done
check "exit codes 0 to 255" "" "$wrong"

wrong=
for number in $(seq 1 64); do
    case $number in 19 | 32 | 33) continue ;; esac # SIGSTOP is below; 32 and 33 belong to libc
    alone=$("$tests/outcome" -- "$tests/signals" end "$number")
    behind=$("$tests/outcome" -- "$shim" --sensor 2 "$fake" serve -- "$tests/signals" end "$number")
    [ "$alone" = "$behind" ] || wrong="$wrong $number: $alone, $behind;"
done
check "ends by each signal, and stops by each that stops" "" "$wrong"
check "stops by SIGSTOP" "stopped 19 exit 7" \
    "$("$tests/outcome" -- "$shim" --sensor 2 "$fake" serve -- "$tests/signals" stop 19 | tr '\n' ' ' | sed 's/ $//')"

# same NAME OUTCOME-OPTIONS: the state that CMD prints into a file is equal.
same() {
    name=$1
    shift
    "$tests/outcome" "$@" -- "$tests/state" "$work/alone" x '' 'a b' >/dev/null
    "$tests/outcome" "$@" -- "$shim" --sensor 2 "$fake" serve -- "$tests/state" "$work/behind" x '' 'a b' >/dev/null
    check "$name" "$(sed "s|$work/alone|FILE|g" "$work/alone" | grep -v NoNewPrivs)" \
        "$(sed "s|$work/behind|FILE|g" "$work/behind" | grep -v NoNewPrivs)"
}
same "state"
same "SIGHUP ignored as by nohup" --ignore 1
same "many ignored and blocked" --ignore 2 --ignore 3 --ignore 13 --ignore 17 --ignore 20 --ignore 40 --block 1 --block 14 --block 17 --block 64
same "stdin closed" --close 0
same "stdout closed" --close 1
same "stderr closed" --close 2
same "all three closed" --close 0 --close 1 --close 2
same "descriptors of the caller" 3</dev/null 5</dev/zero 7>&1
check "an ignored SIGCHLD still gives the exit code" "exit 9" \
    "$("$tests/outcome" --ignore 17 -- "$shim" --sensor 2 "$fake" serve -- sh -c 'exit 9')"
check "stdin, stdout" "through" "$(echo through | under "$serve" cat)"
check "the environment is CMD's own" "$(env | grep -v ^_= | sort)" "$(under "$serve" env | grep -v ^_= | sort)"
for_java="JAVA_TOOL_OPTIONS=-Dx JDK_JAVA_OPTIONS=-Dx _JAVA_OPTIONS=-Dx CLASSPATH=/no"
for_loader="LD_PRELOAD=/no.so LD_LIBRARY_PATH=/no LD_AUDIT=/no.so"
# shellcheck disable=SC2086
check "what is for Java and the loader reaches CMD" "$(printf '%s\n' $for_java $for_loader | sort)" "$(env -i $for_java $for_loader \
    "$shim" --sensor 4 "$fake" --log "$work/environment" serve -- "$(command -v env)" 2>/dev/null | sort)"
check "and not the sensor" "environment SHRIKE_CONTROL_FD=3" "$(grep ^environment "$work/environment")"
env -i LD_X=1 JAVA_HOME=/no XCLASSPATH=2 SHRIKE_CONTROL_FD=9 "$shim" --sensor 4 "$fake" --log "$work/environment" serve -- "$(command -v true)"
check "the sensor gets the rest of the environment" "environment LD_X=1;environment JAVA_HOME=/no;environment XCLASSPATH=2;environment SHRIKE_CONTROL_FD=3;" \
    "$(grep ^environment "$work/environment" | tr '\n' ';')"
check "a long argument" 100000 "$(under "$serve" printf %s "$(head -c 100000 /dev/zero | tr '\0' x)" | wc -c)"
under "$fake --log $work/begin serve" true
check "the execve of CMD is the first event" "first execve" "$(grep first "$work/begin")"
check "the sensor leads its own session" "leader 1" "$(head -n 1 "$work/begin")"
check "the sensor works in the caller's directory" "directory $PWD" "$(grep ^directory "$work/begin")"
mkdir "$work/deleted"
check "in a deleted directory CMD stays" "$work/deleted (deleted)" "$(cd "$work/deleted" && rmdir "$work/deleted" &&
    "$shim" --sensor 4 "$fake" --log "$work/begin" serve -- readlink /proc/self/cwd)"
check "in a deleted directory the sensor works in the root" "directory /" "$(grep ^directory "$work/begin")"
check "the sensor's answers count" "cat: /etc/hostname: Operation not permitted" "$(under "$fake deny" cat /etc/hostname 2>&1)"
if [ "$(id -u)" = 0 ] && mkdir "$work/empty" && "${CC:-cc}" -static -I. -o "$work/empty/fake" tests/fake-sensor.c 2>/dev/null &&
    "${CC:-cc}" -static -o "$work/empty/signals" tests/signals.c 2>/dev/null; then
    cp "$shim" "$work/empty"
    check "in an empty root" "exit 7" "$("$tests/outcome" -- chroot "$work/empty" /shrike-shim \
        --sensor 3 /fake serve --fail-closed -- /signals stop 18)"
else
    skip "in an empty root" "needs root and a static libc"
fi
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
    cp "$shim" "$tests/state" "$fake" "$work" && chmod 755 "$work"
    check "as an ordinary user" "NoNewPrivs:	1" "$(setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all \
        "$work/shrike-shim" --sensor 2 "$work/fake-sensor" serve -- "$work/state" | grep NoNew)"
    check "with SYS_ADMIN privileges stay as they were" "$("$tests/state" | grep NoNew)" "$(under "$serve" "$tests/state" | grep NoNew)"
else
    skip "ordinary user" "needs root and setpriv"
fi
