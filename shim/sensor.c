/* Starting the sensor, and telling how it ended. */
#include "shim.h"

#include <linux/wait.h>

#define AF_UNIX 1
#define SOCK_SEQPACKET 5
#define CONTROL_DESCRIPTOR 3
#define CONTROL_VARIABLE "SHRIKE_CONTROL_FD="
#define ENVIRONMENT_MAX 65536
#define NAMED_MAX 64

/* In a shared cgroup the kernel should end the sensor, not the application, when memory runs out. */
void sensor_prefer_as_victim(int preferred)
{
    int fd = (int)sys_open("/proc/self/oom_score_adj", O_WRONLY);
    if (fd >= 0) {
        sys_write(fd, preferred ? "500" : "0", preferred ? 3 : 1);
        sys_close(fd);
    }
}

/* What is meant for the application's JVM or its loader would change the sensor, or keep it from starting. */
static int is_for_command_only(const char *variable)
{
    static const char *const names[] = {
        CONTROL_VARIABLE, "JAVA_TOOL_OPTIONS=", "JDK_JAVA_OPTIONS=", "_JAVA_OPTIONS=", "CLASSPATH=",
        "LD_PRELOAD=",    "LD_LIBRARY_PATH=",   "LD_AUDIT=",
    };
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (text_starts_with(variable, names[i]))
            return 1;
    return 0;
}

static char **sensor_environment(char **environment)
{
    static char *copy[ENVIRONMENT_MAX];
    unsigned count = 0;
    for (; *environment && count < ENVIRONMENT_MAX - 2; environment++)
        if (!is_for_command_only(*environment))
            copy[count++] = *environment;
    copy[count] = CONTROL_VARIABLE "3";
    return copy;
}

/* fd becomes the descriptor number wanted, and stays open across exec even where both are the same. */
static void place(int fd, int wanted)
{
    if (fd == wanted)
        SYS(fcntl, fd, F_SETFD, 0, 0, 0, 0);
    else
        SYS(dup3, fd, wanted, 0, 0, 0, 0);
}

/* N of `/dev/fd/N` at the end of a word, -1 for any other word. */
static int descriptor_named(const char *word)
{
    static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};
    for (; *word; word++)
        for (unsigned i = 0; i < sizeof folders / sizeof folders[0]; i++)
            if (text_starts_with(word, folders[i])) {
                const char *end = word + text_length(folders[i]);
                int fd = (int)parse_number(&end);
                return *end ? -1 : fd;
            }
    return -1;
}

/* The caller's descriptors are CMD's, but for those that a shell opened for the sensor: `--policy <(generate)`. */
static void close_foreign(char **words)
{
    int named[NAMED_MAX];
    unsigned count = 0;
    for (; *words && count < NAMED_MAX; words++)
        if ((named[count] = descriptor_named(*words)) >= 0)
            count++;
    descriptors_close_except(CONTROL_DESCRIPTOR + 1, named, count);
}

/* A JVM does not start where getcwd(3) fails: in a deleted directory, or one outside of its root. */
static void leave_lost_directory(void)
{
    static char path[4096];
    if (SYS(getcwd, path, sizeof path, 0, 0, 0, 0) < 0 || path[0] != '/')
        SYS(chdir, "/", 0, 0, 0, 0, 0);
}

__attribute__((noreturn)) static void run_sensor(struct shim *shim, int control)
{
    static char path[4096];
    const char *name = shim->arguments.sensor[0];
    signals_reset();
    sys_setsid(); /* a Ctrl-C at the terminal is the application's */
    sensor_prefer_as_victim(1);
    place(control, CONTROL_DESCRIPTOR);
    place(descriptors_nothing(), 0);
    place(2, 1); /* a JVM that cannot start says why on stdout */
    place(2, 2);
    close_foreign(shim->arguments.sensor);
    leave_lost_directory();
    int error = lookup(shim->environment, name, path, sizeof path);
    if (!error)
        error = (int)-sys_execve(path, shim->arguments.sensor, sensor_environment(shim->environment));
    say("cannot start the sensor ", name, ": ", error_name(error), ": check the installation of Shrike", NULL);
    sys_exit_group(error == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN);
}

void sensor_start(struct shim *shim)
{
    int ends[2];
    if (shim->arguments.socket) {
        remote_connect(shim);
        return;
    }
    long error = SYS(socketpair, AF_UNIX, SOCK_SEQPACKET | O_CLOEXEC, 0, ends, 0, 0);
    shim->control = -1;
    if (error < 0) {
        say("cannot make the socket for the sensor: ", error_name(error), NULL);
        return;
    }
    long pid = sys_fork(0);
    if (pid == 0)
        run_sensor(shim, ends[1]);
    sys_close(ends[1]);
    if (pid < 0) {
        say("cannot fork for the sensor: ", error_name(pid), ": raise the limit of processes", NULL);
        sys_close(ends[0]);
        return;
    }
    shim->sensor_pid = (int)pid;
    shim->control = ends[0];
}

void sensor_kill(struct shim *shim)
{
    if (!shim->sensor_pid)
        return;
    sys_kill(shim->sensor_pid, SIGKILL);
    sys_wait4(shim->sensor_pid, &shim->sensor_status, 0);
    shim->sensor_pid = 0;
}

void sensor_abandon(struct shim *shim)
{
    sensor_kill(shim);
    if (shim->control >= 0)
        sys_close(shim->control);
    shim->control = -1;
    shim->sensor_deadline = 0;
}

int sensor_there(struct shim *shim)
{
    return shim->arguments.socket ? shim->control >= 0 : shim->sensor_pid != 0;
}

/* Such as `exit code 1` or `signal 9`. */
const char *sensor_fate(struct shim *shim)
{
    if (shim->arguments.socket)
        return "its connection was closed";
    static char text[32];
    int status = shim->sensor_status;
    int signal = status & 0x7f;
    if (shim->sensor_pid)
        return "still there, but silent";
    const char *kind = signal ? "signal " : "exit code ";
    const char *number = decimal(signal ? signal : status >> 8 & 0xff);
    memcpy(text, kind, text_length(kind));
    memcpy(text + text_length(kind), number, text_length(number) + 1);
    return text;
}
