/* The launcher's state and its duties, one group of functions per source file. */
#ifndef SHRIKE_SHIM_H
#define SHRIKE_SHIM_H

#include "protocol.h"
#include "sys.h"
#include "text.h"

#include <linux/signal.h>

enum exit_code {
    EXIT_USAGE = 2,
    EXIT_SHRIKE_FAILED = 125,
    EXIT_CANNOT_RUN = 126,
    EXIT_NOT_FOUND = 127,
};

/* What the command line asks for; the arrays are the process's own argv, cut by NULLs. */
struct arguments {
    char **sensor;      /* the words that start it, or NULL where it is found at the socket */
    const char *socket; /* NULL where the sensor is started */
    char **command;
    u32 startup_timeout_millis;
    int fail_closed;
    const char *kept_directory; /* not NULL: starts the sensor only, and stays with it */
    int adopted; /* the process to attach to, 0 where CMD is launched */
};

/* What the launched child says through the report pipe. */
enum report_kind { REPORT_LISTENING = 1, REPORT_FILTER_FAILED = 2, REPORT_EXEC_FAILED = 3 };

struct report {
    u32 kind;  /* enum report_kind */
    s32 value; /* the listener's descriptor, or errno */
    u32 flags; /* LISTENER_* */
};

/* As the kernel's struct sigaction on both architectures. */
struct disposition {
    void *handler;
    unsigned long flags;
    void *restorer;
    u64 mask;
};

/* Largest FILTER message: header, fields, BPF_MAXINSNS instructions. */
#define MESSAGE_MAX (8 + sizeof(struct message_filter) + BPF_MAXINSNS * 8)

struct shim {
    struct arguments arguments;
    char **environment;
    char command_path[4096];
    int pid;
    int is_init;

    u64 original_mask;
    struct disposition original_child_disposition; /* of SIGCHLD, the only one the shim changes */
    int signal_descriptor;
    int waker_pid; /* the process that wakes the stopped shim, 0 if none */

    int sensor_pid; /* 0 before start and once reaped */
    int sensor_status;
    int control;         /* -1 once closed */
    const char *remote_error; /* why there is no connection to a sensor at the socket */
    u64 sensor_deadline; /* when a sensor that closed its control socket is killed; 0 for never */
    u32 message_length;  /* of the payload in message */
    struct message_header message;
    u8 payload[MESSAGE_MAX + 1] __attribute__((aligned(8)));

    u32 filter_flags;
    u32 drain_timeout_millis;
    u32 on_sensor_loss;
    struct sock_fprog filter;

    int command_pid; /* 0 while there is no child */
    int command_started;
    int command_ended;
    int command_end_told; /* by EVENT_COMMAND_ENDED */
    int command_status;
    int go[2];
    int reports[2];
    struct report report;
    int listener; /* -1 without filter */
    int standard_output; /* of CMD, kept for the sensor; -1 while none has asked for it */
    int pending_descriptor; /* -1 if the page could not be made */
    volatile struct pending_slot *pending;

    int unwatched;       /* calls are answered in place of the sensor */
    int answerer_pid;    /* by this process, 0: by the shim itself */
    int paused;          /* by --on-sensor-loss pause */
    u64 unwatched_calls; /* answered by the shim itself; see unwatched_total() */

    /* guard.c; times in milliseconds of the monotonic clock, 0 for none */
    u8 digest[32];        /* of the filter in the kernel */
    int restarting;       /* a sensor was started again and is not ready yet */
    u64 restart_at;       /* when the next one is started */
    u64 restart_deadline; /* when the one that starts is given up */
    u32 restart_delay;
    u64 serving_since;
    u64 gap_began;
    u64 gap_calls;   /* unwatched_calls when the gap began */
    int lost_status; /* wait status of the lost sensor */
    int stalled;     /* the sensor lives, and the shim answers in its place */
    u64 look_at;     /* when the sensor's progress is looked at */
    u64 moved_at;
    u64 seen_progress;
    u32 still_looks; /* in a row, without progress while calls wait */
    int late_told;   /* a sensor that came too late knows that CMD runs unwatched */
};

/* main.c */
int shim_main(int count, char **arguments, char **environment);

/* arguments.c: fills shim->arguments, or says what is wrong and ends with EXIT_USAGE; --version ends with 0. */
void arguments_parse(struct shim *shim, int count, char **arguments);

/* descriptors.c: fills closed descriptors 0 to 2 so that none of ours lands there; exec closes the fillers again. */
void descriptors_fill(void);
/* Whether the caller gave this descriptor, so that it is none of our fillers. */
int descriptors_given(int fd);
/* A new descriptor that stands for nothing. */
int descriptors_nothing(void);
/* Closes all descriptors from first on but those kept, among which -1 stands for none; by a loop before Linux 5.9. */
void descriptors_close_except(unsigned first, const int *kept, unsigned count);
/* Ends the sharing of the descriptor table with the launched child; 0 if that is not possible. */
int descriptors_unshare(void);
/*
 * Closes all that the caller left open but stderr, so that whoever waits for the end of a pipe waits for CMD alone.
 * Preconditions: CMD's process has a descriptor table of its own.
 */
void descriptors_let_go(struct shim *shim);

/* lookup.c: the path that execvp(3) would run for a name: 0 and the path, or the errno that describes why not. */
int lookup(char **environment, const char *name, char *path, unsigned long size);
/* The exit code for a command whose lookup or exec failed with this errno, after saying so. */
int lookup_failed(const char *name, int error);

/* signals.c */
void signals_block(struct shim *shim);
void signals_restore(struct shim *shim);
void signals_reset(void);
void signals_take(struct shim *shim);
void signals_raise(int number);

/* stop.c */
void stop_with_command(struct shim *shim, int number);
int stop_already_continued(struct shim *shim);

/* sensor.c */
void sensor_start(struct shim *shim);
void sensor_kill(struct shim *shim);
void sensor_prefer_as_victim(int preferred); /* when memory runs out */
void sensor_abandon(struct shim *shim); /* kills it, and forgets the conversation */
const char *sensor_fate(struct shim *shim);
int sensor_there(struct shim *shim); /* started and not reaped, or connected */

/* remote.c: connects to the sensor at the socket; 0 and remote_error when that is not possible, or not before the deadline. */
#define SOCKET_PATH_MAX 107
int remote_connect(struct shim *shim);
int remote_wait(struct shim *shim, u64 deadline);

/* install.c: the exit code of `install DIR`. */
int install_shim(const char *directory);

/* control.c */
enum control_outcome { CONTROL_NOTHING, CONTROL_MESSAGE, CONTROL_CLOSED };
enum control_outcome control_receive(struct shim *shim);
void control_send_listener(struct shim *shim, u32 more_flags);
void control_send_resumed(struct shim *shim, struct message_resumed *body);
void control_send_ended(struct shim *shim);
void control_send_failed(struct shim *shim, enum failed_stage stage, int error);
/* Whether the message received is well formed; says what is wrong with it if not. */
int control_valid(struct shim *shim);

/* launch.c */
void launch(struct shim *shim, int with_filter);
void launch_go(struct shim *shim);
void launch_discard(struct shim *shim);

/* events.c: one step of waiting; does all that is due by itself and tells what the caller must know. */
enum event {
    EVENT_MESSAGE = 1,
    EVENT_SENSOR_LOST = 2,
    EVENT_REPORT = 4,
    EVENT_COMMAND_ENDED = 8,
    EVENT_TIMEOUT = 16,
};
u64 now_millis(void);
#define NEVER (~0ull)
unsigned events_wait(struct shim *shim, u64 deadline);

/* reap.c: collects every child that ended; nonzero if the command is one of them. */
int reap(struct shim *shim);
/* Takes note of a child's end that another wait came across; nonzero if it is CMD's. */
int reap_ended(struct shim *shim, int pid, int status);

/* inject.c: puts the filter into all threads of a process; the listener, or -errno. */
long inject(struct shim *shim, int pid);

/* adopt.c: from the start of the guardian of a process that runs already to the moment that it is watched. */
void adopt(struct shim *shim);

/* keep.c: starts the sensor and stays with it. */
__attribute__((noreturn)) void keep(struct shim *shim);

/* startup.c: from the first message to the moment CMD may go; returns when CMD runs or has ended. */
void startup(struct shim *shim);
void startup_keep_filter(struct shim *shim); /* the FILTER in the payload */

/* unwatched.c: what happens to the application when its sensor is gone. */
void unwatched_begin(struct shim *shim);
void unwatched_answer(struct shim *shim);
int unwatched_let_go(struct shim *shim, u64 id); /* CONTINUE; 0 if the call was answered already, or is gone */
void unwatched_start(struct shim *shim); /* from now on calls are answered in place of the sensor */
void unwatched_stop(struct shim *shim);
u64 unwatched_total(struct shim *shim); /* calls that nobody judged so far */
void unwatched_resume(struct shim *shim);
void unwatched_end(struct shim *shim); /* a sensor serves again */
int unwatched_descendants(struct shim *shim); /* whether processes of the application live */
void unwatched_keep(struct shim *shim);

/* tree.c: the processes below the shim, without the sensor's. */
#define TREE_MAX 16384
unsigned tree_list(struct shim *shim, int *pids);

/* release.c: frees calls that the dead sensor had received and not answered. */
void release_prepare(struct shim *shim);
void release_stuck(struct shim *shim);
void release_pending(struct shim *shim); /* only those in the pending page */

/* guard.c: the sensor is started again when it is lost; CMD runs. guard() after each step of waiting until guard_deadline(). */
void guard_begin(struct shim *shim);
u64 guard_deadline(struct shim *shim);
void guard(struct shim *shim, unsigned events);
void guard_end(struct shim *shim);

/* finish.c: finish_drain waits for the sensor to deliver; finish_as does so and ends as CMD did; finish_early kills. */
void finish_drain(struct shim *shim);
__attribute__((noreturn)) void finish_as(struct shim *shim, int wait_status);
__attribute__((noreturn)) void finish_early(struct shim *shim, int wait_status);

#endif
