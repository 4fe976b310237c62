/* shrike-shim install DIR: a copy of this program where other containers find it. */
#include "shim.h"

#define NAME "/shrike-shim"
#define O_NEW (O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC)

static int copy(int from, int to)
{
    static u8 buffer[65536];
    for (;;) {
        long length = sys_read(from, buffer, sizeof buffer);
        if (length <= 0)
            return (int)length;
        for (long done = 0; done < length;) {
            long written = sys_write(to, buffer + done, (unsigned long)(length - done));
            if (written < 0)
                return (int)written;
            done += written;
        }
    }
}

/* The copy takes its name when it is whole: a container that starts meanwhile finds the old one or the new. */
int install_shim(const char *directory)
{
    static char path[4096], fresh[4096];
    unsigned long length = text_length(directory);
    if (length + sizeof NAME + 16 > sizeof path) {
        say("install: the directory's name is too long", NULL);
        return EXIT_USAGE;
    }
    memcpy(path, directory, length);
    memcpy(path + length, NAME, sizeof NAME);
    memcpy(fresh, path, length + sizeof NAME);
    memcpy(fresh + length + sizeof NAME - 1, ".new", 5);
    int from = (int)sys_open("/proc/self/exe", O_RDONLY);
    long to = from < 0 ? from : SYS(openat, AT_FDCWD, fresh, O_NEW, 0755, 0, 0);
    long error = to < 0 ? to : copy(from, (int)to);
    if (!error)
        error = SYS(fchmod, to, 0755, 0, 0, 0, 0); /* whatever the umask is */
    if (!error)
        error = SYS(fsync, to, 0, 0, 0, 0, 0);
    if (to >= 0)
        sys_close((int)to); /* an open writer would make exec fail with ETXTBSY */
    if (!error)
        error = SYS(renameat2, AT_FDCWD, fresh, AT_FDCWD, path, 0, 0);
    if (!error)
        return 0;
    say("install: cannot write ", path, ": ", error_name(error), ": the directory must exist, and be writable by this user", NULL);
    return 1;
}
