package io.shrike.app.container;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The container's id in a control group's path: 64 hexadecimal digits as Docker and containerd have it, or, as Fargate has it,
 * the task's 32 digits, a hyphen and a number. See proc_pid_cgroup(5).
 */
final class CgroupId {
    private static final Pattern ID =
            Pattern.compile("(?<![0-9a-zA-Z])([0-9a-f]{64}|[0-9a-f]{32}-[0-9]{1,20})(?![0-9a-zA-Z])");

    private CgroupId() {}

    /** The innermost id that the lines of /proc/PID/cgroup name; empty where none does, as in a private cgroup namespace. */
    static Optional<String> of(String lines) {
        return lines.lines().flatMap(line -> innermost(line).stream()).findFirst();
    }

    private static Optional<String> innermost(String line) {
        Matcher matcher = ID.matcher(line);
        Optional<String> last = Optional.empty();
        while (matcher.find()) {
            last = Optional.of(matcher.group(1));
        }
        return last;
    }
}
