/*
 * The guardian: starts the sensor again when it was lost, and answers in its place while it is gone or does not move. The new
 * sensor serves the same listener; it hears how long nobody watched, and how many calls were let through meanwhile.
 */
#include "shim.h"

#include <linux/poll.h>

#define FIRST_DELAY_MILLIS 100
#define MOST_DELAY_MILLIS 30000
/* A sensor that served so long is started again at once when it is lost. */
#define STEADY_MILLIS 60000

#define LOOK_MILLIS 250
/* So many looks in a row, and not two seconds between two looks: this process may have stood still itself. */
#define STALLED_LOOKS 8

static void begin_gap(struct shim *shim, u64 began)
{
    shim->gap_began = began;
    shim->gap_calls = unwatched_total(shim);
}

static void end_gap(struct shim *shim, enum gap_kind kind)
{
    struct message_resumed body = {unwatched_total(shim) - shim->gap_calls, now_millis() - shim->gap_began,
                                   (u32)shim->lost_status, kind};
    control_send_resumed(shim, &body);
    shim->gap_began = 0;
}

static enum gap_kind lost_kind(struct shim *shim)
{
    return shim->arguments.socket ? GAP_DISCONNECTED : GAP_LOST;
}

static void try_later(struct shim *shim)
{
    u64 now = now_millis();
    int steady = shim->serving_since && now - shim->serving_since >= STEADY_MILLIS;
    u32 longer = shim->restart_delay * 2 > MOST_DELAY_MILLIS ? MOST_DELAY_MILLIS : shim->restart_delay * 2;
    shim->restart_delay = steady || !shim->restart_delay ? FIRST_DELAY_MILLIS : longer;
    shim->restart_at = now + shim->restart_delay;
    shim->serving_since = 0;
}

/* A sensor at the socket that comes too late hears at least that CMD runs unwatched. */
static int is_to_tell(struct shim *shim)
{
    return shim->arguments.socket && !shim->late_told;
}

static void lost(struct shim *shim)
{
    int again = shim->restarting || shim->listener < 0;
    shim->restarting = 0;
    shim->look_at = 0;
    if (again) {
        if (shim->restart_delay < MOST_DELAY_MILLIS && !shim->arguments.socket)
            say("the sensor could not be started again (", sensor_fate(shim), ")", NULL);
    } else {
        if (!shim->stalled)
            begin_gap(shim, now_millis());
        shim->stalled = 0;
        shim->lost_status = shim->sensor_status;
        unwatched_begin(shim);
    }
    if (shim->listener >= 0 ? shim->on_sensor_loss != SENSOR_LOSS_KILL : is_to_tell(shim))
        try_later(shim);
}

static void start_again(struct shim *shim)
{
    shim->restart_at = 0;
    sensor_start(shim);
    if (!sensor_there(shim)) {
        try_later(shim);
        return;
    }
    shim->restarting = 1;
    shim->restart_deadline = now_millis() + shim->arguments.startup_timeout_millis;
}

static void too_late(struct shim *shim)
{
    sensor_abandon(shim);
    lost(shim);
}

static void watch_progress(struct shim *shim)
{
    shim->moved_at = now_millis();
    shim->still_looks = 0;
    if (shim->pending)
        shim->seen_progress = shim->pending[0].progress;
    shim->look_at = shim->pending && shim->on_sensor_loss == SENSOR_LOSS_CONTINUE ? now_millis() + LOOK_MILLIS : 0;
}

static void back(struct shim *shim)
{
    shim->restarting = 0;
    shim->serving_since = now_millis();
    unwatched_end(shim);
    say("the sensor is back; calls that went unwatched meanwhile: ", decimal((s64)(unwatched_total(shim) - shim->gap_calls)),
        NULL);
    end_gap(shim, lost_kind(shim));
    watch_progress(shim);
}

static int same_digest(struct shim *shim)
{
    const struct message_filter *filter = (void *)shim->payload;
    int same = 1;
    for (unsigned i = 0; i < sizeof filter->digest; i++)
        same &= filter->digest[i] == shim->digest[i];
    return same;
}

/* The filter that the new sensor would have had installed only tells whether the one in the kernel is the same. */
static void heard(struct shim *shim)
{
    if (!control_valid(shim) || !shim->restarting)
        return;
    if (shim->message.type == MESSAGE_FILTER && shim->listener < 0) {
        control_send_failed(shim, FAILED_LATE, 0);
        shim->restarting = 0;
        shim->late_told = 1;
    } else if (shim->message.type == MESSAGE_FILTER)
        control_send_listener(shim, LISTENER_RESTARTED | (same_digest(shim) ? LISTENER_SAME_FILTER : 0));
    else if (shim->message.type == MESSAGE_READY)
        back(shim);
}

static int is_busy(struct shim *shim)
{
    static const struct { s64 seconds, nanoseconds; } at_once;
    struct pollfd ready = {shim->listener, POLLIN, 0};
    SYS(ppoll, &ready, 1, &at_once, NULL, 0, 0);
    return (ready.revents & POLLIN) || shim->pending[0].id;
}

/* A call is received, or waits to be, and neither changes: the sensor is stopped, starved, or stuck in a call of its own. */
static void look(struct shim *shim)
{
    u64 now = now_millis();
    u64 progress = shim->pending[0].progress;
    int moved = progress != shim->seen_progress;
    shim->look_at = now + LOOK_MILLIS;
    shim->seen_progress = progress;
    if (shim->stalled) {
        if (!moved)
            return;
        shim->stalled = 0;
        unwatched_stop(shim);
        say("the sensor moves again; calls that went unwatched meanwhile: ",
            decimal((s64)(unwatched_total(shim) - shim->gap_calls)), NULL);
        end_gap(shim, GAP_STALLED);
    } else if (moved || !progress || !is_busy(shim)) {
        shim->moved_at = now;
        shim->still_looks = 0;
    } else if (++shim->still_looks >= STALLED_LOOKS) {
        say("WARNING: the sensor has not moved for ", decimal(STALLED_LOOKS * LOOK_MILLIS / 1000), " s: ", shim->arguments.command[0],
            " goes on UNWATCHED", NULL);
        begin_gap(shim, shim->moved_at);
        shim->stalled = 1;
        unwatched_start(shim);
        release_pending(shim);
    }
}

void guard_begin(struct shim *shim)
{
    if (shim->listener < 0) {
        if (shim->control < 0 && is_to_tell(shim))
            try_later(shim);
        return;
    }
    shim->serving_since = now_millis();
    watch_progress(shim);
}

u64 guard_deadline(struct shim *shim)
{
    if (shim->restart_at)
        return shim->restart_at;
    if (shim->restarting)
        return shim->restart_deadline;
    return shim->look_at ? shim->look_at : NEVER;
}

void guard(struct shim *shim, unsigned events)
{
    if (events & EVENT_MESSAGE)
        heard(shim);
    if (events & EVENT_SENSOR_LOST)
        lost(shim);
    u64 now = now_millis();
    if (shim->restart_at && now >= shim->restart_at)
        start_again(shim);
    else if (shim->restarting && now >= shim->restart_deadline)
        too_late(shim);
    else if (shim->look_at && now >= shim->look_at)
        look(shim);
}

void guard_end(struct shim *shim)
{
    shim->look_at = shim->restart_at = 0;
    if (shim->gap_began)
        end_gap(shim, shim->stalled ? GAP_STALLED : lost_kind(shim));
}
