/*
 * The command line. The first form is what `shrike run` uses, the second one is for people:
 *   shrike-shim --sensor N ARG1..ARGN -- CMD [ARG...]
 *   shrike-shim --keep DIR ARG...
 *   shrike-shim --socket PATH [--startup-timeout S] [--fail-closed] -- CMD [ARG...]
 *   shrike-shim --socket PATH --adopt PID
 *   shrike-shim install DIR
 *   shrike-shim --version
 */
#include "shim.h"

#ifndef SHRIKE_VERSION
#define SHRIKE_VERSION "unknown"
#endif

#define STARTUP_TIMEOUT_DEFAULT_MILLIS 15000
#define STARTUP_TIMEOUT_MAX_SECONDS 86400

__attribute__((noreturn)) static void usage(const char *problem, const char *word)
{
    say(problem, word, NULL);
    say("usage: shrike-shim --socket PATH [--startup-timeout S] [--fail-closed] -- CMD [ARG...]", NULL);
    say("usage: shrike-shim install DIR", NULL);
    say("usage: shrike-shim --sensor N ARG1..ARGN -- CMD [ARG...]", NULL);
    sys_exit_group(EXIT_USAGE);
}

/* The number of words was right, so it is the user of `shrike run` who is to be helped. */
__attribute__((noreturn)) static void usage_of_run(const char *problem, const char *word)
{
    static const char synopsis[] = "usage: shrike run [options] -- CMD [ARG...]\n";
    say("run: ", problem, word, NULL);
    sys_write(2, synopsis, sizeof synopsis - 1);
    sys_exit_group(EXIT_USAGE);
}

/* Seconds with at most three meaningful decimals, as milliseconds. */
static u32 seconds(const char *text, void (*refuse)(const char *problem, const char *word))
{
    const char *rest = text;
    s64 whole = parse_number(&rest);
    s64 millis = 0;
    if (*rest == '.') {
        s64 unit = 100;
        for (rest++; *rest >= '0' && *rest <= '9'; rest++, unit /= 10)
            millis += (*rest - '0') * unit;
    }
    if (*rest || whole < 0 || whole > STARTUP_TIMEOUT_MAX_SECONDS || whole * 1000 + millis == 0)
        refuse("--startup-timeout wants seconds above 0 and up to 86400, such as 15 or 0.5, but got: ", text);
    return (u32)(whole * 1000 + millis);
}

/* The shim needs these two even when the sensor never comes up to tell it. */
static void scan_sensor_words(struct arguments *arguments, int words)
{
    static const char timeout[] = "--startup-timeout";
    for (int i = 0; i < words; i++) {
        const char *word = arguments->sensor[i];
        if (text_equals(word, "--fail-closed") || text_equals(word, "--fail-closed=true"))
            arguments->fail_closed = 1;
        else if (text_equals(word, "--fail-closed=false"))
            arguments->fail_closed = 0;
        else if (text_starts_with(word, timeout) && word[sizeof timeout - 1] == '=')
            arguments->startup_timeout_millis = seconds(word + sizeof timeout, usage_of_run);
        else if (text_equals(word, timeout))
            arguments->startup_timeout_millis = seconds(i + 1 < words ? arguments->sensor[++i] : "", usage_of_run);
    }
}

static void sensor_words(struct arguments *arguments, int count, char **words)
{
    const char *end = count > 2 ? words[2] : "";
    s64 sensor_words = parse_number(&end);
    if (sensor_words < 1 || *end)
        usage("--sensor wants the number of words that start the sensor, but got: ", count > 2 ? words[2] : "");
    if (3 + sensor_words >= count || !text_equals(words[3 + sensor_words], "--"))
        usage("-- must follow the words of the sensor, whose number is ", decimal(sensor_words));
    if (4 + sensor_words >= count)
        usage_of_run("CMD is missing: what to run comes after --", "");
    words[3 + sensor_words] = NULL;
    arguments->sensor = words + 3;
    arguments->command = words + 4 + sensor_words;
    scan_sensor_words(arguments, (int)sensor_words);
}

/* What messages call it, which else name CMD. */
static char **words_of(int pid)
{
    static char name[32] = "process ";
    static char *words[] = {name, NULL};
    const char *number = decimal(pid);
    memcpy(name + 8, number, text_length(number) + 1);
    return words;
}

static int process(const char *text)
{
    const char *end = text;
    s64 pid = parse_number(&end);
    if (pid < 1 || pid > 1 << 22 || *end)
        usage("--adopt wants the number of a process, but got: ", text);
    return (int)pid;
}

static void socket_words(struct arguments *arguments, int count, char **words)
{
    int at = 1;
    for (; at < count && !text_equals(words[at], "--"); at++) {
        const char *next = at + 1 < count ? words[at + 1] : "";
        if (text_equals(words[at], "--socket"))
            arguments->socket = next, at++;
        else if (text_equals(words[at], "--startup-timeout"))
            arguments->startup_timeout_millis = seconds(next, usage), at++;
        else if (text_equals(words[at], "--fail-closed"))
            arguments->fail_closed = 1;
        else if (text_equals(words[at], "--adopt"))
            arguments->adopted = process(next), at++;
        else
            usage("unknown option: ", words[at]);
    }
    if (!arguments->socket || !*arguments->socket || text_length(arguments->socket) > SOCKET_PATH_MAX)
        usage("--socket wants a path of at most 107 bytes, but got: ", arguments->socket ? arguments->socket : "(nothing)");
    if (arguments->adopted && at >= count) {
        arguments->command = words_of(arguments->adopted);
        return;
    }
    if (at + 1 >= count || arguments->adopted)
        usage("CMD is missing: what to run comes after --", "");
    arguments->command = words + at + 1;
}

void arguments_parse(struct shim *shim, int count, char **words)
{
    struct arguments *arguments = &shim->arguments;
    const char *first = count > 1 ? words[1] : "(nothing)";
    arguments->startup_timeout_millis = STARTUP_TIMEOUT_DEFAULT_MILLIS;
    if (text_equals(first, "--version")) {
        static const char version[] = "shrike-shim " SHRIKE_VERSION "\n";
        sys_exit_group(sys_write(1, version, sizeof version - 1) < 0);
    }
    if (text_equals(first, "install")) {
        if (count != 3)
            usage("install wants one directory", "");
        sys_exit_group(install_shim(words[2]));
    }
    if (text_equals(first, "--keep") && count > 3) {
        arguments->kept_directory = words[2];
        arguments->sensor = words + 3;
    } else if (text_equals(first, "--sensor"))
        sensor_words(arguments, count, words);
    else if (text_equals(first, "--socket") || text_equals(first, "--startup-timeout") || text_equals(first, "--fail-closed"))
        socket_words(arguments, count, words);
    else
        usage("the first word must be --socket, --sensor, install or --version, not: ", first);
}
