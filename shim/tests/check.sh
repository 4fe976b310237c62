#!/bin/sh
# Every promise of the launcher, each against the same command alone where that can be. Prints `N passed, N failed`.
# Run by `make check` in shim/. Words: check NAME EXPECTED FOUND.
build=${SHIM_BUILD:-build}
shim=$PWD/$build/shrike-shim
tests=$PWD/$build/tests
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0
fake=$tests/fake-sensor

pass() { passed=$((passed + 1)); }
fail() { failed=$((failed + 1)); printf 'FAILED %s\n  expected: %s\n  found:    %s\n' "$1" "$2" "$3"; }
skip() { skipped=$((skipped + 1)); printf 'skipped %s: %s\n' "$1" "$2"; }
check() { if [ "$2" = "$3" ]; then pass; else fail "$@"; fi; }
contains() { case $3 in *"$2"*) pass ;; *) fail "$1" "...$2..." "$3" ;; esac; }
lacks() { case $3 in *"$2"*) fail "$1" "no $2" "$3" ;; *) pass ;; esac; }

# under 'SENSOR WORDS' CMD...: runs CMD behind the shim; at most 20 s.
under() {
    words=$1
    shift
    # shellcheck disable=SC2086
    set -- "$(count_words $words)" $words -- "$@"
    timeout --foreground -s KILL 20 "$shim" --sensor "$@"
}
count_words() { echo $#; }
serve="$fake serve"

for file in tests/check-*.sh; do
    printf '%s\n' "${file#tests/}"
    . "./$file"
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
