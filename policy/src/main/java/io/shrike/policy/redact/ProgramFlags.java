package io.shrike.policy.redact;

import java.util.Map;
import java.util.Set;

/** Short options that mean a secret to some programs and something harmless to others. */
final class ProgramFlags {
    /** Options whose value is a secret: the next argument, or what follows in the same one. */
    private static final Map<String, Set<String>> SECRET = Map.ofEntries(
            Map.entry("mysql", Set.of("-p")),
            Map.entry("mysqldump", Set.of("-p")),
            Map.entry("mysqladmin", Set.of("-p")),
            Map.entry("mysqlimport", Set.of("-p")),
            Map.entry("mariadb", Set.of("-p")),
            Map.entry("mariadb-dump", Set.of("-p")),
            Map.entry("sshpass", Set.of("-p")),
            Map.entry("redis-cli", Set.of("-a")),
            Map.entry("mongo", Set.of("-p")),
            Map.entry("mongosh", Set.of("-p")),
            Map.entry("mongodump", Set.of("-p")),
            Map.entry("ldapsearch", Set.of("-w")),
            Map.entry("ldapmodify", Set.of("-w")),
            Map.entry("sqlcmd", Set.of("-P")),
            Map.entry("bcp", Set.of("-P")),
            Map.entry("unzip", Set.of("-P")),
            Map.entry("zip", Set.of("-P")),
            Map.entry("7z", Set.of("-p")),
            Map.entry("7za", Set.of("-p")),
            Map.entry("useradd", Set.of("-p")),
            Map.entry("usermod", Set.of("-p")),
            Map.entry("docker", Set.of()),
            Map.entry("podman", Set.of()));

    /** Options whose value is {@code user:secret}. */
    private static final Map<String, Set<String>> USER_AND_SECRET = Map.of(
            "curl", Set.of("-u", "--user", "-U", "--proxy-user"),
            "smbclient", Set.of("-U", "--user"),
            "http", Set.of("-a", "--auth"));

    /** Programs to which {@code -p} says a port, parents, a pattern or the like. */
    private static final Set<String> HARMLESS_P = Set.of(
            "ssh",
            "sshd",
            "mkdir",
            "cp",
            "psql",
            "pg_dump",
            "pgbench",
            "nc",
            "ncat",
            "nmap",
            "ps",
            "perl",
            "tar",
            "git",
            "sudo",
            "install",
            "patch",
            "python",
            "python3",
            "mount",
            "rsync",
            "xargs",
            "pgrep",
            "pkill",
            "pip",
            "npm",
            "npx",
            "cargo",
            "make",
            "node",
            "bash",
            "sh",
            "dash",
            "zsh",
            "read",
            "tail",
            "lsof",
            "strace",
            "java",
            "gunicorn",
            "uvicorn",
            "http-server",
            "test",
            "kill",
            "chmod",
            "redis-server",
            "redis-cli",
            "redis-benchmark",
            "nginx",
            "tee",
            "grep",
            "sed",
            "du",
            "docker",
            "podman",
            "pnpm",
            "yarn",
            "conda",
            "go",
            "rm",
            "ls",
            "less");

    private ProgramFlags() {}

    static boolean isSecret(String program, String flag) {
        return SECRET.getOrDefault(program, Set.of()).contains(flag);
    }

    static boolean isUserAndSecret(String program, String flag) {
        return USER_AND_SECRET.getOrDefault(program, Set.of()).contains(flag);
    }

    /** Whether {@code -p VALUE} hides its value: an unknown program, and no value that looks like a port, list or path. */
    static boolean isPassword(String program, String value) {
        return !HARMLESS_P.contains(program)
                && !value.isEmpty()
                && "/.-".indexOf(value.charAt(0)) < 0
                && !value.chars().allMatch(c -> (c >= '0' && c <= '9') || c == ':' || c == ',' || c == '.');
    }
}
