# The other architecture's build, as far as emulation without seccomp shows it.
foreign=$build/aarch64/shrike-shim
if [ "$(uname -m)" = aarch64 ]; then
    skip "aarch64 under emulation" "this machine is aarch64"
elif [ ! -x "$foreign" ]; then
    skip "aarch64 under emulation" "no aarch64 compiler, so no build"
elif ! command -v qemu-aarch64 >/dev/null; then
    skip "aarch64 under emulation" "qemu-aarch64 is absent"
else
    check "aarch64: version" "$("$shim" --version)" "$(qemu-aarch64 "$foreign" --version)"
    check "aarch64: usage" 2 "$(qemu-aarch64 "$foreign" --sensor 2>/dev/null; echo $?)"
    check "aarch64: 127" 127 "$(qemu-aarch64 "$foreign" --sensor 1 true -- no-such-program 2>/dev/null; echo $?)"
    check "aarch64: 126" 126 "$(qemu-aarch64 "$foreign" --sensor 1 true -- /etc 2>/dev/null; echo $?)"
    check "aarch64: unwatched without a sensor" "ran 3" "$(qemu-aarch64 "$foreign" --sensor 1 /bin/false -- /bin/sh -c 'printf ran; exit 3' 2>/dev/null
        echo " $?")"
    check "aarch64: fail closed" 125 "$(qemu-aarch64 "$foreign" --sensor 2 /bin/false --fail-closed -- /bin/true 2>/dev/null; echo $?)"
fi
for file in "$shim" "$foreign"; do
    [ -x "$file" ] || continue
    check "${file#"$PWD/"} is static" "" "$(readelf -ld "$file" 2>/dev/null | grep -E 'INTERP|NEEDED')"
    check "${file#"$PWD/"} is small" 1 $(($(wc -c <"$file") < 98304))
done
