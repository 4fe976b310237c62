# Descriptors that the caller left open are CMD's alone.
for kernel in '' '--without close_range'; do
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

# Whoever waits for the end of a pipe waits for CMD, and for nothing of ours.
mkfifo "$work/pipe"
# behind SCRIPT: in the background, behind the shim, then sleeps. end_seen NAME: the pipe ends meanwhile.
# shellcheck disable=SC2086
behind() { exec "$tests/outcome" --become $without -- "$shim" --sensor 2 "$fake" serve -- sh -c "$1; exec sleep 20"; }
end_seen() {
    timeout 5 cat <"$work/pipe" >/dev/null
    check "$1" 0 $?
    kill $!
    wait $! 2>/dev/null
}
for without in '' '--without close_range'; do
    behind 'exec >&-' >"$work/pipe" &
    end_seen "CMD closes stdout $without"
    behind 'exec 7>&-' 7>"$work/pipe" >/dev/null &
    end_seen "CMD closes descriptor 7 $without"
    behind 'exec <&-' <"$work/pipe" &
    check "CMD closes stdin $without" 141 "$(timeout 5 sh -c 'yes >"$1"' sh "$work/pipe"; echo $?)"
    kill $!
    wait $! 2>/dev/null
done
"$shim" --sensor 1 "$work/no-such-sensor" -- sh -c 'exec >&-; exec sleep 20' >"$work/pipe" 2>/dev/null &
end_seen "CMD closes stdout, unwatched"
rm "$work/pipe"
check "descriptors reach CMD where the table cannot be unshared" "through" "$(echo through | "$tests/outcome" --become --without unshare \
    --without close_range -- "$shim" --sensor 2 "$fake" serve -- sh -c 'cat <&7 >&8' 7<&0 8>&1 >/dev/null)"
