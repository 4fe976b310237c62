/* Waiting: one poll over signals, the sensor's socket, the child's reports and, when unwatched, the listener. */
#include "shim.h"

#include <linux/poll.h>
#include <linux/time.h>

/* A sensor that closed its socket but does not end is given this long to say on stderr what troubles it. */
#define CLOSED_SENSOR_GRACE_MILLIS 500

u64 now_millis(void)
{
    struct { s64 seconds, nanoseconds; } now;
    SYS(clock_gettime, CLOCK_MONOTONIC, &now, 0, 0, 0, 0);
    return (u64)(now.seconds * 1000 + now.nanoseconds / 1000000);
}

/* Reads one message, or finds out that none will come any more. */
static unsigned take_message(struct shim *shim)
{
    int dead = !sensor_there(shim); /* seen before the read: nothing can be sent after it */
    if (shim->control < 0)
        return 0;
    switch (control_receive(shim)) {
    case CONTROL_MESSAGE:
        return EVENT_MESSAGE;
    case CONTROL_NOTHING:
        if (!dead)
            return 0;
        break;
    case CONTROL_CLOSED:
        break;
    }
    sys_close(shim->control);
    shim->control = -1;
    shim->sensor_deadline = now_millis() + CLOSED_SENSOR_GRACE_MILLIS;
    return 0;
}

static unsigned take_report(struct shim *shim)
{
    if (shim->reports[0] < 0)
        return 0;
    return sys_read(shim->reports[0], &shim->report, sizeof shim->report) == sizeof shim->report ? EVENT_REPORT : 0;
}

/* The sensor is lost once its socket is closed and the process is gone. */
static unsigned take_loss(struct shim *shim)
{
    if (shim->control >= 0 || !shim->sensor_deadline)
        return 0;
    if (shim->sensor_pid && now_millis() < shim->sensor_deadline)
        return 0;
    sensor_kill(shim);
    shim->sensor_deadline = 0;
    return EVENT_SENSOR_LOST;
}

static void wait_until(struct shim *shim, u64 deadline)
{
    struct pollfd set[] = {
        {shim->signal_descriptor, POLLIN, 0},
        {shim->control, POLLIN, 0},
        {shim->reports[0], POLLIN, 0},
        {shim->unwatched && !shim->answerer_pid ? shim->listener : -1, POLLIN, 0},
        {shim->arguments.adopted ? shim->listener : -1, 0, 0},
    };
    u64 now = now_millis();
    struct { s64 seconds, nanoseconds; } rest, *limit = NULL;
    if (shim->sensor_deadline && shim->sensor_deadline < deadline)
        deadline = shim->sensor_deadline;
    if (deadline != NEVER) {
        u64 millis = deadline > now ? deadline - now : 0;
        rest.seconds = (s64)(millis / 1000);
        rest.nanoseconds = (s64)(millis % 1000) * 1000000;
        limit = &rest;
    }
    SYS(ppoll, set, 5, limit, NULL, 0, 0);
    if (set[3].revents & POLLIN)
        unwatched_answer(shim);
    else if (set[3].revents)
        shim->unwatched = 0; /* no process is left under the filter */
    if (set[4].revents)
        shim->command_ended = 1;
}

unsigned events_wait(struct shim *shim, u64 deadline)
{
    for (;;) {
        unsigned events = take_report(shim);
        signals_take(shim);
        if (reap(shim))
            events |= EVENT_COMMAND_ENDED | take_report(shim);
        events |= take_message(shim);
        events |= take_loss(shim);
        if (events)
            return events;
        if (now_millis() >= deadline)
            return EVENT_TIMEOUT;
        wait_until(shim, deadline);
    }
}
