# Descriptors that the caller left open are CMD's alone.
for kernel in '' --old-kernel; do
    # shellcheck disable=SC2086
    check "the sensor has its own descriptors only $kernel" "descriptor 0 descriptor 1 descriptor 2 descriptor 3 exit 0" \
        "$(ended=$("$tests/outcome" $kernel -- "$shim" --sensor 4 "$fake" --log "$work/descriptors" serve -- true \
            3</dev/null 4</dev/null 7</dev/null 9</dev/null)
        grep ^descriptor "$work/descriptors" | tr '\n' ' '; echo "$ended")"
done
"$shim" --sensor 7 "$fake" --log "$work/descriptors" serve --policy /dev/fd/8 --events=/proc/self/fd/9 -- true \
    3</dev/null 7</dev/null 8</dev/null 9</dev/null
check "a descriptor that a sensor's word names stays open" "descriptor 0 descriptor 1 descriptor 2 descriptor 3 descriptor 8 descriptor 9 " \
    "$(grep ^descriptor "$work/descriptors" | tr '\n' ' ')"
