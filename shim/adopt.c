/*
 * shrike-shim --socket PATH --adopt PID: the guardian of a process that runs already and is not this one's child. It puts the
 * sensor's filter into it, hands the listener over, and stays until no process has the filter any more.
 */
#include "shim.h"

/* Waits for a message of this type; 0 when the sensor is lost or silent first. */
static int await_message(struct shim *shim, u32 type)
{
    u64 deadline = now_millis() + shim->arguments.startup_timeout_millis;
    for (;;) {
        unsigned events = events_wait(shim, deadline);
        if (events & EVENT_MESSAGE && control_valid(shim) && shim->message.type == type)
            return 1;
        if (events & (EVENT_SENSOR_LOST | EVENT_TIMEOUT | EVENT_COMMAND_ENDED))
            return 0;
    }
}

__attribute__((noreturn)) static void failed(struct shim *shim, long error)
{
    say("cannot attach to process ", decimal(shim->command_pid), ": ", error_name(error), NULL);
    control_send_failed(shim, FAILED_ADOPT, (int)-error);
    finish_drain(shim);
    sys_exit_group(EXIT_SHRIKE_FAILED);
}

void adopt(struct shim *shim)
{
    int pid = shim->arguments.adopted;
    shim->command_pid = pid;
    sys_setsid();
    sensor_prefer_as_victim(0); /* what the sensor has handed down would end the guardian before the application */
    descriptors_close_except(3, &shim->signal_descriptor, 1);
    if (!remote_wait(shim, now_millis() + shim->arguments.startup_timeout_millis) || !await_message(shim, MESSAGE_FILTER)) {
        say("cannot attach to process ", decimal(pid), ": no sensor serves at ", shim->arguments.socket, NULL);
        sys_exit_group(EXIT_SHRIKE_FAILED);
    }
    startup_keep_filter(shim);
    shim->on_sensor_loss = SENSOR_LOSS_CONTINUE; /* nobody asked the program whether it may be paused */
    long listener = inject(shim, pid);
    if (listener < 0)
        failed(shim, listener);
    shim->listener = (int)listener;
    shim->command_started = 1;
    release_prepare(shim);
    control_send_listener(shim, 0);
    if (await_message(shim, MESSAGE_READY)) {
        guard_begin(shim);
        return;
    }
    sensor_abandon(shim);
    guard_begin(shim);
    guard(shim, EVENT_SENSOR_LOST);
}
