/*
 * What shim and sensor say to each other over the control socket (AF_UNIX, SOCK_SEQPACKET, one message per packet).
 * Native byte order, no padding. PROTOCOL.md tells the order of the messages.
 */
#ifndef SHRIKE_PROTOCOL_H
#define SHRIKE_PROTOCOL_H

#include <linux/filter.h>
#include <linux/types.h>

struct message_header {
    __u32 type;
    __u32 length; /* of the payload that follows */
};

enum message_type {
    /* sensor -> shim */
    MESSAGE_FILTER = 1,
    MESSAGE_READY = 2,
    MESSAGE_REFUSED = 3,
    MESSAGE_DRAINED = 4,
    /* shim -> sensor */
    MESSAGE_LISTENER = 16,
    MESSAGE_ENDED = 17,
    MESSAGE_FAILED = 18,
    MESSAGE_RESUMED = 19,
};

/* struct message_filter.flags: ask for SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV; for the program's standard output. */
#define FILTER_WAIT_KILLABLE 1u
#define FILTER_WANTS_STDOUT 2u

enum sensor_loss { SENSOR_LOSS_CONTINUE = 0, SENSOR_LOSS_PAUSE = 1, SENSOR_LOSS_KILL = 2 };

struct message_filter {
    __u32 flags;
    __u32 drain_timeout_millis;
    __u32 on_sensor_loss; /* enum sensor_loss */
    __u32 count;
    __u8 digest[32]; /* of what the filter is made from; compared when a sensor is started again */
    struct sock_filter program[]; /* count instructions, at most BPF_MAXINSNS */
};

struct message_refused {
    __u32 exit_code; /* 1 to 255 */
};

/* struct message_listener.flags_in_effect */
#define LISTENER_WAIT_KILLABLE 1u
#define LISTENER_NO_NEW_PRIVS 2u
#define LISTENER_RESTARTED 4u   /* CMD runs already, under the filter of an earlier sensor */
#define LISTENER_SAME_FILTER 8u /* and that filter was made from the same */
#define LISTENER_HAS_STDOUT 16u /* the last descriptor with it is the program's standard output */

struct message_listener {
    __u32 child_pid;
    __u32 shim_pid;
    __u32 flags_in_effect;
};

/*
 * The pending page, an optional descriptor behind the listener: shared memory of PENDING_SLOTS slots. A sensor that lets
 * SECCOMP_IOCTL_NOTIF_RECV write into a slot, and zeroes it once it has answered, leaves behind the ids of the calls that
 * it took with it when it dies, and the shim can answer them. Calls that only deadly signals end need it.
 */
#define PENDING_SLOT_SIZE 256
#define PENDING_SLOTS 64
#define PENDING_SIZE (PENDING_SLOT_SIZE * PENDING_SLOTS)

struct pending_slot {
    __u64 id; /* the first field of struct seccomp_notif; 0: empty */
    __u8 rest[PENDING_SLOT_SIZE - 16];
    __u64 progress; /* of slot 0: changes with each call that the sensor receives; 0 from a sensor that does not count */
};

struct message_ended {
    __u32 wait_status; /* as wait4(2) gives it */
};

enum gap_kind { GAP_LOST = 0, GAP_STALLED = 1, GAP_DISCONNECTED = 2 };

struct message_resumed {
    __u64 unwatched;   /* calls that the shim let through */
    __u64 millis;      /* since the sensor was lost, or last moved */
    __u32 wait_status; /* how the lost sensor ended; 0 where it was connected */
    __u32 kind;        /* enum gap_kind */
};

enum failed_stage { FAILED_FILTER = 1, FAILED_EXEC = 2, FAILED_LATE = 3, FAILED_ADOPT = 4 };

struct message_failed {
    __u32 stage; /* enum failed_stage */
    __u32 error; /* errno */
};

#endif
