/* The process tree, read from /proc. */
#include "shim.h"

struct entry {
    int pid;
    int parent;
    int below; /* known to descend from CMD or to be an orphan that the shim adopted */
};

static struct entry entries[TREE_MAX];

/* The parent's number: the second field behind the last parenthesis of /proc/PID/stat. */
static int parent_of(const char *pid)
{
    char path[48] = "/proc/";
    char text[512];
    unsigned long length = text_length(pid);
    if (length > 20)
        return 0;
    memcpy(path + 6, pid, length);
    memcpy(path + 6 + length, "/stat", 6);
    int fd = (int)sys_open(path, O_RDONLY);
    if (fd < 0)
        return 0;
    long count = sys_read(fd, text, sizeof text - 1);
    sys_close(fd);
    if (count <= 0)
        return 0;
    text[count] = 0;
    while (count > 0 && text[count - 1] != ')')
        count--;
    const char *field = text + count;
    if (!field[0] || !field[1] || !field[2])
        return 0;
    field += 3; /* blank, state, blank */
    return (int)parse_number(&field);
}

static unsigned read_processes(void)
{
    static u8 buffer[8192] __attribute__((aligned(8)));
    unsigned count = 0;
    int fd = (int)sys_open("/proc", O_RDONLY | O_DIRECTORY);
    if (fd < 0)
        return 0;
    for (;;) {
        long length = SYS(getdents64, fd, buffer, sizeof buffer, 0, 0, 0);
        if (length <= 0)
            break;
        /* struct linux_dirent64: u64 inode, s64 offset, u16 length at 16, u8 type, name at 19 */
        for (long at = 0; at < length; at += *(__u16 *)(buffer + at + 16)) {
            const char *name = (const char *)buffer + at + 19;
            const char *end = name;
            s64 pid = parse_number(&end);
            if (pid <= 0 || *end || count == TREE_MAX)
                continue;
            entries[count++] = (struct entry){(int)pid, parent_of(name), 0};
        }
    }
    sys_close(fd);
    return count;
}

unsigned tree_list(struct shim *shim, int *pids)
{
    unsigned total = read_processes();
    unsigned found = 0;
    for (unsigned before = ~0u; before != found;) {
        before = found;
        for (unsigned i = 0; i < total; i++) {
            struct entry *entry = &entries[i];
            int below = entry->parent == shim->pid && entry->pid != shim->sensor_pid && entry->pid != shim->waker_pid
                        && entry->pid != shim->answerer_pid;
            for (unsigned j = 0; !below && j < found; j++)
                below = pids[j] == entry->parent;
            if (below && !entry->below) {
                entry->below = 1;
                pids[found++] = entry->pid;
            }
        }
    }
    return found;
}
