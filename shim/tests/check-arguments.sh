# The command line, and commands that cannot run.
# usage SYNOPSIS WORDS: the shim ends with 2 and prints the synopsis.
usage() {
    # shellcheck disable=SC2086
    output=$("$shim" $2 2>&1)
    check "usage: $2" 2 $?
    contains "usage text: $2" "usage: $1" "$output"
}
for words in '' '--sensor' '--sensor x' '--sensor 0 --' '--sensor 1 true' '--sensor 2 true -- true' \
    '--sensor 99999999999 true -- true' '--bogus'; do
    usage shrike-shim "$words"
done
for words in '--sensor 1 true --' '--sensor 3 true --startup-timeout x -- true' '--sensor 2 true --startup-timeout=0 -- true' \
    '--sensor 2 true --startup-timeout=1.x -- true' '--sensor 2 true --startup-timeout -- true'; do
    usage "shrike run [options] -- CMD [ARG...]" "$words"
    contains "the problem: $words" "shrike: run: " "$output"
    lacks "no internals: $words" "sensor" "$output"
done
contains "version" "shrike-shim " "$("$shim" --version)"

cd "$work" || exit 1
mkdir bin bin/directory
printf 'no program' >bin/plain
printf '\001\002\003' >bin/garbage
printf '#!/no/such/interpreter\n' >bin/orphan
printf '#!/bin/sh\necho script "$0" "$@"\n' >bin/show
chmod 755 bin/garbage bin/orphan bin/show
for name in plain:126 nothing:127 directory:126 garbage:126 orphan:127; do
    command=${name%:*} code=${name#*:}
    output=$(under "$serve" "bin/$command" 2>&1)
    check "code of bin/$command" "$code" $?
    contains "message of bin/$command" "shrike: bin/$command: " "$output"
    output=$(PATH=$PATH:$work/bin under "$serve" "$command" 2>&1)
    check "code of $command in PATH" "$code" $?
done
check "an empty name" 127 "$(under "$serve" '' 2>/dev/null; echo $?)"
check "a script" "script bin/show a b" "$(under "$serve" bin/show a b)"
check "a script in PATH" "script $work/bin/show a" "$(PATH=$PATH:$work/bin under "$serve" show a)"
check "an empty directory of PATH is the current one" "script show" "$(cd bin && PATH=$PATH: under "$serve" show)"
check "not executable by path, executable later in PATH" "later" "$(mkdir -p first then; echo >first/tool
    printf '#!/bin/sh\necho later' >then/tool; chmod 755 then/tool; PATH=$work/first:$work/then:$PATH under "$serve" tool)"
check "a missing CMD does not start the sensor" 127 \
    "$(timeout -s KILL 5 "$shim" --sensor 3 "$fake" --log "$work/never" -- "$work/missing" 2>/dev/null; echo $?)"
check "no sensor was started" "" "$(ls "$work/never" 2>/dev/null)"
check "the sensor hears of a failed exec" "message 18 2 8" "$(under "$fake --log $work/exec serve" bin/garbage 2>/dev/null
    grep '^message 18' "$work/exec")"
cd - >/dev/null || exit 1
