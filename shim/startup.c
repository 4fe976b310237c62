/* From the start of the sensor to the moment CMD runs: under watch, or without when the sensor fails and may. */
#include "shim.h"

#define AGAIN_MILLIS 100

static void failed_closed(struct shim *shim)
{
    say("CMD was not started, because --fail-closed was given", NULL);
    finish_early(shim, EXIT_SHRIKE_FAILED << 8);
}

static void start_unwatched(struct shim *shim)
{
    if (shim->arguments.fail_closed)
        failed_closed(shim);
    say("WARNING: ", shim->arguments.command[0], " runs UNWATCHED; --fail-closed would refuse to run it", NULL);
    launch_discard(shim);
    launch(shim, 0);
    launch_go(shim);
}

static void without_sensor(struct shim *shim, const char *problem, const char *detail)
{
    say(problem, detail, NULL);
    sensor_abandon(shim);
    start_unwatched(shim);
}

static void without_remote(struct shim *shim)
{
    say("no sensor serves at ", shim->arguments.socket, ": ", shim->remote_error, "; --startup-timeout allows milliseconds: ",
        decimal(shim->arguments.startup_timeout_millis), NULL);
    start_unwatched(shim);
}

static void refused(struct shim *shim)
{
    u32 code = ((struct message_refused *)shim->payload)->exit_code;
    u64 deadline = now_millis() + 2000;
    /* Its last words on stderr come before our exit. */
    while (shim->sensor_pid && !(events_wait(shim, deadline) & EVENT_TIMEOUT))
        continue;
    finish_early(shim, (int)code << 8);
}

static unsigned next_events(struct shim *shim, u64 deadline)
{
    int hopeless = !shim->sensor_pid && shim->control < 0 && !shim->sensor_deadline;
    return hopeless ? EVENT_SENSOR_LOST : events_wait(shim, deadline);
}

/*
 * Waits for a message of this type, or for the child's report if the type is 0. Nonzero when it came; otherwise CMD runs
 * unwatched or has ended.
 */
static int await(struct shim *shim, u32 type, u64 deadline)
{
    for (;;) {
        unsigned events = next_events(shim, deadline);
        if (events & EVENT_COMMAND_ENDED)
            return 0;
        if (events & EVENT_MESSAGE) {
            int valid = control_valid(shim);
            if (valid && shim->message.type == MESSAGE_REFUSED)
                refused(shim);
            if (valid && shim->message.type == type)
                return 1;
            without_sensor(shim, "the sensor sent a message that does not belong here, type ", decimal(shim->message.type));
            return 0;
        }
        if (events & EVENT_REPORT && !type)
            return 1;
        if (events & EVENT_SENSOR_LOST) {
            if (shim->arguments.socket && type == MESSAGE_FILTER) {
                events_wait(shim, now_millis() + AGAIN_MILLIS); /* it may be one that ends, or has not started yet */
                if (remote_wait(shim, deadline))
                    continue;
                without_remote(shim);
                return 0;
            }
            without_sensor(shim, "the sensor ended before it was ready: ", sensor_fate(shim));
            return 0;
        }
        if (events & EVENT_TIMEOUT) {
            without_sensor(shim, "the sensor was not ready in time; --startup-timeout allows milliseconds: ",
                           decimal(shim->arguments.startup_timeout_millis));
            return 0;
        }
    }
}

void startup_keep_filter(struct shim *shim)
{
    struct message_filter *message = (void *)shim->payload;
    static struct sock_filter program[BPF_MAXINSNS];
    memcpy(program, message->program, message->count * sizeof program[0]);
    shim->filter.filter = program;
    shim->filter.len = (unsigned short)message->count;
    memcpy(shim->digest, message->digest, sizeof shim->digest);
    shim->filter_flags = message->flags;
    shim->drain_timeout_millis = message->drain_timeout_millis;
    shim->on_sensor_loss = message->on_sensor_loss;
}

/* The kernel did not take the filter: the sensor hears why, and CMD runs unwatched unless that is forbidden. */
static void filter_failed(struct shim *shim, int error)
{
    say("the seccomp filter cannot be installed: ", error_name(error),
        error == EBUSY ? ": another supervisor watches this process already" : ": shrike doctor tells what is possible here",
        NULL);
    control_send_failed(shim, FAILED_FILTER, error);
    if (shim->arguments.fail_closed)
        finish_drain(shim); /* the sensor may have something to deliver */
    start_unwatched(shim);
}

void startup(struct shim *shim)
{
    u64 deadline = now_millis() + shim->arguments.startup_timeout_millis;
    if (shim->arguments.socket && !remote_wait(shim, deadline)) {
        without_remote(shim);
        return;
    }
    if (!await(shim, MESSAGE_FILTER, deadline))
        return;
    startup_keep_filter(shim);
    launch(shim, 1);
    if (!await(shim, 0, deadline))
        return;
    if (shim->report.kind != REPORT_LISTENING) {
        filter_failed(shim, shim->report.value);
        return;
    }
    shim->listener = shim->report.value;
    release_prepare(shim);
    control_send_listener(shim, 0);
    if (await(shim, MESSAGE_READY, deadline))
        launch_go(shim);
}
