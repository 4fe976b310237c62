# Standard output is the sensor's too if it asks for it, and never one descriptor more of CMD's.
fds='for fd in /proc/self/fd/*; do echo "${fd##*/}"; done | sort -n | tr "\n" " "'
log=$work/stdout-log
alone=$(sh -c "$fds")
check "the sensor writes to standard output, which is CMD's with no descriptor more" "of the sensor
$alone" "$(under "$fake --log $log --stdout serve" sh -c "$fds")"
check "the listener, the page and standard output are handed over" "rights 3" "$(grep ^rights "$log")"
check "standard output is handed over to nobody who does not ask for it" "$alone" "$(under "$fake --log $log serve" sh -c "$fds")"
check "the listener and the page are handed over" "rights 2" "$(grep ^rights "$log")"
check "a standard output that the caller closed is handed over to nobody" "exit 0 rights 2" \
    "$(timeout 20 "$shim" --sensor 5 "$fake" --log "$log" --stdout serve -- true >&-; echo "exit $? $(grep ^rights "$log")")"
check "a sensor that is started again has standard output too" "of the sensor of the sensor " \
    "$(timeout 20 "$shim" --sensor 5 "$fake" --page --stdout die-between 2 -- sh -c 'for i in 1 2 3 4 5 6; do cat /etc/hostname; sleep 0.3; done >/dev/null' \
        2>/dev/null | head -n 2 | tr '\n' ' ')"
mkfifo "$work/stdout-pipe"
"$shim" --sensor 3 "$fake" --stdout serve -- sh -c 'exec >&-; exec sleep 1' >"$work/stdout-pipe" &
check "a pipe ends with CMD where the sensor asked for it" "of the sensor exit 0" \
    "$(timeout 10 cat <"$work/stdout-pipe" | tr '\n' ' '; echo "exit $?")"
wait $!
rm "$work/stdout-pipe"
