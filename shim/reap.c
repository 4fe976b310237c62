/* Children: CMD, the sensor, and every orphan of the application. */
#include "shim.h"

#include <linux/wait.h>

static int stopped(int status) { return (status & 0xff) == 0x7f; }
static int continued(int status) { return status == 0xffff; }

int reap_ended(struct shim *shim, int pid, int status)
{
    if (pid == shim->sensor_pid) {
        shim->sensor_pid = 0;
        shim->sensor_status = status;
    } else if (pid == shim->answerer_pid) {
        shim->answerer_pid = 0;
    } else if (pid == shim->command_pid && !shim->command_ended) {
        shim->command_ended = 1;
        shim->command_status = status;
        return 1;
    }
    return 0;
}

int reap(struct shim *shim)
{
    int ended = shim->command_ended && !shim->command_end_told;
    for (;;) {
        int status;
        long pid = sys_wait4(-1, &status, WNOHANG | WUNTRACED | WCONTINUED | __WALL);
        if (pid == -EINTR)
            continue;
        if (pid <= 0) {
            shim->command_end_told |= ended;
            return ended;
        }
        if (stopped(status)) {
            if (pid == shim->command_pid)
                stop_with_command(shim, status >> 8 & 0xff);
        } else if (!continued(status)) {
            ended |= reap_ended(shim, (int)pid, status);
        }
    }
}
