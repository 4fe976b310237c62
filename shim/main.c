/* The launcher from its first to its last step. README.md lists the duties and their files. */
#include "shim.h"

#include <linux/prctl.h>

#define DRAIN_TIMEOUT_DEFAULT_MILLIS 5000

static struct shim shim;

static void prepare(int count, char **arguments, char **environment)
{
    shim.environment = environment;
    shim.pid = (int)sys_getpid();
    shim.is_init = shim.pid == 1;
    shim.control = -1;
    shim.listener = -1;
    shim.pending_descriptor = -1;
    shim.standard_output = -1;
    shim.go[0] = shim.go[1] = shim.reports[0] = shim.reports[1] = -1;
    shim.drain_timeout_millis = DRAIN_TIMEOUT_DEFAULT_MILLIS;
    descriptors_fill();
    arguments_parse(&shim, count, arguments);
    if (shim.arguments.adopted || shim.arguments.kept_directory) {
        signals_block(&shim);
        return;
    }
    const char *command = shim.arguments.command[0];
    int error = lookup(environment, command, shim.command_path, sizeof shim.command_path);
    if (error)
        sys_exit_group(lookup_failed(command, error));
    signals_block(&shim);
    if (!shim.is_init)
        sys_prctl(PR_SET_CHILD_SUBREAPER, 1);
}

/* CMD could not be executed after all; the sensor hears of it before the shim ends. */
static void exec_failed(void)
{
    int error = shim.report.value;
    const char *command = shim.arguments.command[0];
    control_send_failed(&shim, FAILED_EXEC, error);
    if (error == ENOENT) {
        say(command, ": cannot be executed (ENOENT): its interpreter, on the #! line or in the program, does not exist", NULL);
        shim.command_status = EXIT_NOT_FOUND << 8;
    } else {
        shim.command_status = lookup_failed(command, error) << 8;
    }
}

static void run(void)
{
    int failed = 0;
    while (!shim.command_ended) {
        unsigned events = events_wait(&shim, guard_deadline(&shim));
        if (events & EVENT_REPORT)
            failed = shim.report.kind == REPORT_EXEC_FAILED;
        guard(&shim, events);
    }
    guard_end(&shim);
    if (failed)
        exec_failed();
    else
        control_send_ended(&shim);
}

int shim_main(int count, char **arguments, char **environment)
{
    prepare(count, arguments, environment);
    if (shim.arguments.kept_directory)
        keep(&shim);
    if (shim.arguments.adopted) {
        adopt(&shim);
    } else {
        if (!shim.arguments.socket)
            sensor_start(&shim);
        startup(&shim);
        guard_begin(&shim);
    }
    run();
    finish_as(&shim, shim.command_status);
}
