#include "text.h"

#include <stdarg.h>

unsigned long text_length(const char *text)
{
    unsigned long length = 0;
    while (text[length])
        length++;
    return length;
}

int text_equals(const char *left, const char *right)
{
    while (*left && *left == *right) {
        left++;
        right++;
    }
    return *left == *right;
}

int text_starts_with(const char *text, const char *prefix)
{
    while (*prefix && *text == *prefix) {
        text++;
        prefix++;
    }
    return !*prefix;
}

void say(const char *first, ...)
{
    char line[2048] = "shrike: ";
    unsigned long length = text_length(line);
    va_list parts;
    va_start(parts, first);
    for (const char *part = first; part; part = va_arg(parts, const char *))
        for (; *part && length < sizeof line - 1; part++)
            line[length++] = (u8)*part < 0x20 || *part == 0x7f ? '?' : *part;
    va_end(parts);
    line[length++] = '\n';
    sys_write(2, line, length);
}

const char *decimal(s64 number)
{
    static char buffers[4][24];
    static unsigned next;
    char *digit = buffers[next++ % 4] + sizeof buffers[0] - 1;
    u64 rest = number < 0 ? 0 - (u64)number : (u64)number;
    *digit = 0;
    do {
        *--digit = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (number < 0)
        *--digit = '-';
    return digit;
}

s64 parse_number(const char **end)
{
    s64 number = 0;
    const char *digit = *end;
    while (*digit >= '0' && *digit <= '9' && number <= 0x7fffffff)
        number = number * 10 + (*digit++ - '0');
    if (digit == *end || number > 0x7fffffff)
        return -1;
    *end = digit;
    return number;
}

const char *error_name(long error)
{
    switch (error < 0 ? -error : error) {
#define NAME(e) case e: return #e
        NAME(EPERM); NAME(ENOENT); NAME(ESRCH); NAME(EINTR); NAME(EIO); NAME(ENXIO); NAME(E2BIG); NAME(ENOEXEC);
        NAME(EBADF); NAME(ECHILD); NAME(EAGAIN); NAME(ENOMEM); NAME(EACCES); NAME(EFAULT); NAME(EBUSY);
        NAME(EEXIST); NAME(ENODEV); NAME(ENOTDIR); NAME(EISDIR); NAME(EINVAL); NAME(ENFILE); NAME(EMFILE);
        NAME(ETXTBSY); NAME(ENOSPC); NAME(EROFS); NAME(EPIPE); NAME(ENAMETOOLONG); NAME(ENOSYS); NAME(ELOOP);
        NAME(ELIBBAD); NAME(EMSGSIZE); NAME(ECONNRESET); NAME(ECONNREFUSED); NAME(ENOTSOCK); NAME(EPROTOTYPE);
        NAME(ENOBUFS); NAME(ETIMEDOUT); NAME(ECANCELED);
#undef NAME
    default:
        return decimal(error < 0 ? -error : error);
    }
}
