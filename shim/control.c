/* The control socket: one message per packet, as protocol.h draws them. */
#include "shim.h"

#include <linux/uio.h>
#include <stddef.h>

#define SOL_SOCKET 1
#define SCM_RIGHTS 1
#define MSG_DONTWAIT 0x40
#define MSG_NOSIGNAL 0x4000

/* As the kernel's struct user_msghdr and struct cmsghdr (include/linux/socket.h). */
struct user_msghdr {
    void *name;
    int name_length;
    struct iovec *vectors;
    unsigned long vector_count;
    void *control;
    unsigned long control_length;
    unsigned flags;
};

struct control_rights {
    unsigned long length;
    int level;
    int type;
    int descriptors[3];
};

static void send(struct shim *shim, u32 type, void *payload, u32 length, struct control_rights *rights)
{
    struct message_header header = {type, length};
    struct iovec vectors[] = {{&header, sizeof header}, {payload, length}};
    struct user_msghdr message = {0};
    message.vectors = vectors;
    message.vector_count = 2;
    message.control = rights;
    message.control_length = rights ? sizeof *rights : 0;
    if (shim->control >= 0)
        SYS(sendmsg, shim->control, &message, MSG_DONTWAIT | MSG_NOSIGNAL, 0, 0, 0);
}

/* The program's standard output, which the shim keeps for later sensors once one has asked for it; -1 if the caller closed it. */
static int standard_output(struct shim *shim)
{
    if (shim->standard_output < 0 && descriptors_given(1))
        shim->standard_output = (int)SYS(fcntl, 1, F_DUPFD_CLOEXEC, 3, 0, 0, 0);
    return shim->standard_output;
}

/* Answers the FILTER in the payload. */
void control_send_listener(struct shim *shim, u32 more_flags)
{
    const struct message_filter *filter = (void *)shim->payload;
    struct message_listener body = {(u32)shim->command_pid, (u32)shim->pid, shim->report.flags | more_flags};
    struct control_rights rights = {0, SOL_SOCKET, SCM_RIGHTS, {shim->listener}};
    unsigned count = 1;
    if (shim->pending_descriptor >= 0)
        rights.descriptors[count++] = shim->pending_descriptor;
    if (filter->flags & FILTER_WANTS_STDOUT && standard_output(shim) >= 0) {
        rights.descriptors[count++] = shim->standard_output;
        body.flags_in_effect |= LISTENER_HAS_STDOUT;
    }
    rights.length = offsetof(struct control_rights, descriptors) + count * sizeof rights.descriptors[0];
    send(shim, MESSAGE_LISTENER, &body, sizeof body, &rights);
}

void control_send_resumed(struct shim *shim, struct message_resumed *body)
{
    send(shim, MESSAGE_RESUMED, body, sizeof *body, NULL);
}

void control_send_ended(struct shim *shim)
{
    struct message_ended body = {(u32)shim->command_status};
    send(shim, MESSAGE_ENDED, &body, sizeof body, NULL);
}

void control_send_failed(struct shim *shim, enum failed_stage stage, int error)
{
    struct message_failed body = {stage, (u32)error};
    send(shim, MESSAGE_FAILED, &body, sizeof body, NULL);
}

enum control_outcome control_receive(struct shim *shim)
{
    struct iovec vectors[] = {{&shim->message, sizeof shim->message}, {shim->payload, sizeof shim->payload}};
    struct user_msghdr message = {0};
    message.vectors = vectors;
    message.vector_count = 2;
    long length = SYS(recvmsg, shim->control, &message, MSG_DONTWAIT, 0, 0, 0);
    if (length == -ECONNRESET) /* what the sensor sent before it went can still be read */
        length = SYS(recvmsg, shim->control, &message, MSG_DONTWAIT, 0, 0, 0);
    if (length == -EAGAIN)
        return CONTROL_NOTHING;
    if (length <= 0)
        return CONTROL_CLOSED;
    if (length < (long)sizeof shim->message) { /* refused by control_valid() */
        shim->message.type = 0;
        shim->message.length = 0;
        length = sizeof shim->message;
    }
    shim->message_length = (u32)(length - (long)sizeof shim->message);
    return CONTROL_MESSAGE;
}

static const char *fault(struct shim *shim)
{
    const struct message_filter *filter = (void *)shim->payload;
    const struct message_refused *refused = (void *)shim->payload;
    u32 length = shim->message_length;
    if (shim->message.length != length)
        return "its length field disagrees with its size";
    switch (shim->message.type) {
    case MESSAGE_FILTER:
        if (length < sizeof *filter || filter->count < 1 || filter->count > BPF_MAXINSNS)
            return "FILTER wants 1 to 4096 instructions";
        if (length != sizeof *filter + filter->count * sizeof filter->program[0])
            return "FILTER's count disagrees with its size";
        if (filter->on_sensor_loss > SENSOR_LOSS_KILL)
            return "FILTER's onSensorLoss is none of 0, 1, 2";
        return NULL;
    case MESSAGE_REFUSED:
        if (length != sizeof *refused || refused->exit_code < 1 || refused->exit_code > 255)
            return "REFUSED wants an exit code from 1 to 255";
        return NULL;
    case MESSAGE_READY:
    case MESSAGE_DRAINED:
        return length ? "READY and DRAINED have no payload" : NULL;
    default:
        return "its type is unknown";
    }
}

int control_valid(struct shim *shim)
{
    const char *problem = fault(shim);
    if (problem)
        say("refused a message of the sensor, type ", decimal(shim->message.type), ", ", decimal(shim->message_length),
            " bytes of payload: ", problem, ": shim and sensor must be of the same version", NULL);
    return !problem;
}
