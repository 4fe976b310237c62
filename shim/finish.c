/* The end: the sensor delivers, then the shim ends exactly as CMD did. */
#include "shim.h"

#include <linux/prctl.h>
#include <linux/resource.h>

/* Gives the sensor its time to deliver what it has; returns at once if it is gone. */
void finish_drain(struct shim *shim)
{
    u64 deadline = now_millis() + shim->drain_timeout_millis;
    for (;;) {
        if (shim->control < 0 && !shim->sensor_deadline)
            return;
        unsigned events = events_wait(shim, deadline);
        if (events & EVENT_MESSAGE && control_valid(shim) && shim->message.type == MESSAGE_DRAINED)
            return;
        if (events & EVENT_SENSOR_LOST) {
            if (unwatched_descendants(shim))
                unwatched_begin(shim);
            return;
        }
        if (events & EVENT_TIMEOUT) {
            say("the sensor did not deliver all events in time; --drain-timeout allows milliseconds: ",
                decimal(shim->drain_timeout_millis), NULL);
            return;
        }
    }
}

__attribute__((noreturn)) static void end_as(struct shim *shim, int wait_status)
{
    int number = wait_status & 0x7f;
    if (number && !shim->is_init) {
        /* CMD has dumped core already, if it should. */
        static const struct { u64 soft, hard; } nothing;
        SYS(prlimit64, 0, RLIMIT_CORE, &nothing, NULL, 0, 0);
        sys_prctl(PR_SET_DUMPABLE, 0);
        signals_raise(number);
    }
    sys_exit_group(number ? 128 + number : wait_status >> 8 & 0xff);
}

void finish_as(struct shim *shim, int wait_status)
{
    finish_drain(shim);
    if (unwatched_total(shim))
        say("calls that went unwatched after the sensor's end: ", decimal((s64)unwatched_total(shim)), NULL);
    unwatched_keep(shim);
    end_as(shim, wait_status);
}

void finish_early(struct shim *shim, int wait_status)
{
    if (shim->command_pid && !shim->command_ended)
        sys_kill(shim->command_pid, SIGKILL);
    sensor_kill(shim);
    end_as(shim, wait_status);
}
