/* Which file a command name means, and what to say when it means none. */
#include "shim.h"

#include <asm/stat.h>
#include <linux/stat.h>

#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

/* 0 if this is a file that may be executed, else an errno; EISDIR for a directory. */
static int check(const char *path)
{
    struct stat status;
    long error = SYS(newfstatat, AT_FDCWD, path, &status, 0, 0, 0);
    if (error < 0)
        return (int)-error;
    if ((status.st_mode & S_IFMT) == S_IFDIR)
        return EISDIR;
    if ((status.st_mode & S_IFMT) != S_IFREG)
        return EACCES;
    return (int)-SYS(faccessat, AT_FDCWD, path, 1 /* X_OK */, 0, 0, 0);
}

static int copy(char *path, unsigned long size, const char *directory, unsigned long length, const char *name)
{
    unsigned long name_length = text_length(name);
    if (length + 1 + name_length + 1 > size)
        return ENAMETOOLONG;
    memcpy(path, directory, length);
    if (length)
        path[length++] = '/';
    memcpy(path + length, name, name_length + 1);
    return 0;
}

static const char *search_path(char **environment)
{
    for (; *environment; environment++)
        if (text_starts_with(*environment, "PATH="))
            return *environment + 5;
    return DEFAULT_PATH;
}

int lookup(char **environment, const char *name, char *path, unsigned long size)
{
    int worst = ENOENT;
    for (const char *at = name; *at; at++)
        if (*at == '/') {
            int error = copy(path, size, "", 0, name);
            return error ? error : check(path);
        }
    if (!*name)
        return ENOENT;
    for (const char *directory = search_path(environment);; directory++) {
        const char *end = directory;
        while (*end && *end != ':')
            end++;
        int error = copy(path, size, directory, (unsigned long)(end - directory), name);
        if (!error && !(error = check(path)))
            return 0;
        if (error != ENOENT && error != ENOTDIR && error != ENAMETOOLONG)
            worst = error; /* a later directory may still have it */
        if (!*end)
            return worst;
        directory = end;
    }
}

int lookup_failed(const char *name, int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
    case ELOOP:
        say(name, ": not found (", error_name(error), "): give a path with / or a name in a directory of PATH", NULL);
        return EXIT_NOT_FOUND;
    case EISDIR:
        say(name, ": is a directory (EISDIR): name the program in it", NULL);
        return EXIT_CANNOT_RUN;
    case ENOEXEC:
        say(name, ": not a program (ENOEXEC): a script needs a first line such as #!/bin/sh; is it another architecture's?",
            NULL);
        return EXIT_CANNOT_RUN;
    case EACCES:
    case EPERM:
        say(name, ": cannot be executed (", error_name(error), "): check its mode bits and noexec mounts", NULL);
        return EXIT_CANNOT_RUN;
    default:
        say(name, ": cannot be executed (", error_name(error), ")", NULL);
        return EXIT_CANNOT_RUN;
    }
}
