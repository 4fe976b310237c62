# The guardian: a sensor that is lost is started again, and one that does not move is answered for.
opened=$(printf 'opened\n0')
printf '#!/bin/sh\n[ -e "$0.ran" ] && exit 3\ntouch "$0.ran"\nexec %s die-between 20\n' "$fake" >"$work/once"
chmod 755 "$work/once"
check "started again, again and again" "$opened" "$(under "$fake --log $work/again --killable --page die-between 300" "$tests/opens" 1000 1000 4 \
    2>"$work/words"; echo $?)"
contains "started again: told" "the sensor is back; calls that went unwatched meanwhile: " "$(cat "$work/words")"
# 16 LISTENER with flags RESTARTED and SAME_FILTER (13: and WAIT_KILLABLE_RECV), 19 RESUMED: unwatched, millis, status 9 (SIGKILL), kind 0
contains "started again: the same filter" " 13" "$(grep '^message 16' "$work/again")"
contains "started again: the gap" " 9 0" "$(grep '^message 19' "$work/again")"
check "started again: one that cannot start does not harm CMD" "$opened" "$(under "$work/once" "$tests/opens" 300 2000 2 2>"$work/words"; echo $?)"
contains "started again: one that cannot start is told" "could not be started again (exit code 3)" "$(cat "$work/words")"
check "stalled: CMD goes on" "$opened" "$(under "$fake --log $work/stall --killable --page stall 50" "$tests/opens" 400 10000 2 2>"$work/words"; echo $?)"
contains "stalled: told" "has not moved for 2 s" "$(cat "$work/words")"
contains "stalled: moves again" "the sensor moves again" "$(cat "$work/words")"
contains "stalled: the gap" " 0 1" "$(grep '^message 19' "$work/stall")"
contains "kill: is not started again" "is killed" "$(timeout -s KILL 20 "$shim" --sensor 5 "$fake" --loss 2 die-between 50 -- "$tests/opens" 300 2>&1)"
