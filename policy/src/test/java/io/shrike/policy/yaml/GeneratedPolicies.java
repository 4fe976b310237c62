package io.shrike.policy.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Policies as trees: one with every key, and random changes of it. */
final class GeneratedPolicies {
    private static final List<Object> VALUES = List.of(
            "",
            "x",
            "a b",
            "/a",
            "/a/**/b",
            "/a\\/b",
            "/a/../b",
            "~u/x",
            "a/b",
            "*.pub",
            "/a/[b",
            "/a/[b-d]",
            "/a\\",
            "/a\\*",
            "/***",
            "**/x",
            "**/../x",
            ".",
            "..",
            "/",
            "//a//",
            "a[!x]",
            "a[]",
            "a[/]b",
            "10.0.0.0/8",
            "10.0.0.0/33",
            "10.0.0.0/08",
            "10.0.0.1",
            "010.0.0.1",
            "256.1.1.1",
            "1.2.3",
            "::",
            "::1",
            "::/0",
            "2001:db8::/32",
            "1:2:3:4:5:6:7:8",
            "1::2::3",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7:8::",
            "::ffff:1.2.3.4/120",
            "1:2:3:4:5:6:1.2.3.4",
            "1.2.3.4::",
            "fe80::1%e",
            "12345::",
            "::1/129",
            "22",
            "022",
            "0",
            "65535",
            "65536",
            "22-25",
            "22 - 25",
            "1-",
            "a.b",
            "*.a.b",
            "A.b.",
            "-a.b",
            "a..b",
            "*.",
            "a.1",
            "1.a",
            "*.10.0.0.1",
            "true",
            "yes",
            "null",
            "~",
            "root",
            "0-99",
            "4294967294",
            "4294967295",
            "LD_X",
            "LD_X=",
            "LD_X=/a/*",
            "1X=2",
            "high",
            "low",
            "alert",
            "block",
            "log",
            "open",
            "write",
            "any",
            "all",
            "file",
            "stdout",
            "cloudwatch",
            "terminate",
            "deny",
            "sns",
            "s3",
            "webhook",
            "file_change",
            "anomaly",
            "https://h",
            "http://h",
            "tls://h:6514",
            "tls://[::1]",
            "udp://h",
            "tls://h/x",
            "local3",
            "gzip",
            "https://h/p?q#f",
            "ftp://h",
            "https://",
            "T1059",
            "T1059.004",
            "T105",
            "TA0001",
            "ptrace",
            "openat",
            "foo",
            "*",
            "PTRACE_ATTACH",
            "0x10",
            "0x",
            "-1",
            "apt",
            "pip3.11",
            "brew",
            "equal",
            "anyBits",
            "0.5",
            "1.0",
            "1.5",
            "5.0",
            "0.0",
            "3600",
            "3600.5",
            "1e3",
            ".5",
            "security.qualys.com/v1",
            "TracingPolicy",
            "tab\tbed",
            true,
            false,
            0,
            1,
            5,
            22,
            32,
            64,
            65535,
            65536,
            -1,
            4294967295L,
            5000000000L,
            Json.NULL,
            new Json.Raw("0.5"),
            new Json.Raw("1.0"),
            new Json.Raw("1.5"),
            new Json.Raw("5.0"),
            new Json.Raw("0.0"),
            new Json.Raw("1e3"),
            new Json.Raw("1E-2"),
            new Json.Raw("1e9"),
            new Json.Raw("18446744073709551615"),
            new Json.Raw("18446744073709551616"),
            new Json.Raw("-9223372036854775809"),
            List.of(),
            Map.of(),
            List.of("x"),
            List.of("open"),
            List.of(22),
            List.of("10.0.0.0/8", "x"),
            List.of(List.of()),
            Map.of("enabled", false),
            Map.of("enabled", true),
            Map.of("x", 1),
            Map.of("name", "nc"));

    private static final List<String> KEYS = List.of(
            "enabled",
            "name",
            "path",
            "paths",
            "severity",
            "action",
            "tags",
            "mitre",
            "events",
            "args",
            "argsMatch",
            "syscalls",
            "rules",
            "type",
            "endpoint",
            "topicArn",
            "bits",
            "values",
            "spec",
            "performance",
            "colour",
            "fileless",
            "commands",
            "destination",
            "softwareInstallation",
            "allowlist",
            "enable");

    private GeneratedPolicies() {}

    private static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static List<Object> list(Object... items) {
        return new ArrayList<>(List.of(items));
    }

    private static Map<String, Object> rule(Object... own) {
        Map<String, Object> rule = map(own);
        rule.put("severity", "high");
        rule.put("action", "log");
        rule.put("mitre", list("T1059", "T1059.004"));
        rule.put("tags", list("a", 5));
        return rule;
    }

    static Map<String, Object> full() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("fileIntegrityMonitoring", files());
        spec.put("processExecution", processes());
        spec.put("networkMonitoring", network());
        spec.put("softwareInstallation", software());
        spec.put("syscallFiltering", syscalls());
        spec.put("actions", actions());
        Map<String, Object> performance = map("samplingRate", new Json.Raw("0.5"), "sampleAll", false, "batchSize", 10);
        performance.putAll(map("batchTimeout", 5, "maxEventsPerSecond", "100"));
        spec.put("performance", performance);
        return map(
                "apiVersion",
                "security.qualys.com/v1",
                "kind",
                "TracingPolicy",
                "metadata",
                map("name", "n", "labels", map("a", "b", "c", 1)),
                "spec",
                spec);
    }

    private static Object files() {
        return map(
                "enabled",
                true,
                "paths",
                list(rule(
                        "path", "/home/*/.ssh",
                        "recursive", true,
                        "exclude", list("*.pub", "/a/b"),
                        "events", list("open", "write", "chmod"),
                        "processes", map("include", list("nginx", "/usr/**"), "exclude", list("/usr/sbin/sshd")))));
    }

    private static Object processes() {
        return map(
                "enabled",
                true,
                "trackedExecutables",
                list(
                        rule(
                                "name",
                                "*sh",
                                "args",
                                list("-i", 4444),
                                "argsMatch",
                                "all",
                                "captureArgs",
                                true,
                                "parent",
                                "nginx",
                                "user",
                                list("root", 33, "1000-2000"),
                                "cwd",
                                list("/tmp/**"),
                                "env",
                                list("LD_PRELOAD", "A=/x*"),
                                "fileless",
                                false,
                                "newBinary",
                                true,
                                "sha256",
                                list("0123456789abcdef".repeat(4), "ABCDEF01".repeat(8))),
                        map("name", "nc")),
                "reverseShell",
                rule("allowedExecutables", list("/usr/sbin/inetd")));
    }

    private static Object network() {
        return map(
                "enabled", true,
                "outboundConnections",
                        rule(
                                "allowlist", list("10.0.0.0/8", "fd00::/8", "192.0.2.1"),
                                "blocklist", list("0.0.0.0/0", "::/0"),
                                "blockedIPs", list("198.51.100.0/24"),
                                "blockedPorts", list(22, "23", "8000-8100"),
                                "cryptoMiningPools", list("*.minexmr.com"),
                                "blockedDomains", list("evil.example"),
                                "logAllowed", true,
                                "credentialEndpoint", rule("allowedExecutables", list("java")),
                                "runtimeSockets", rule("sockets", list("docker.sock", "@/shim/**")),
                                "rawSockets", rule("allowedExecutables", list("/usr/bin/ping"))),
                "inboundConnections", rule("allowedPorts", list(80, "8000-8100"), "alertOnUnexpected", true));
    }

    private static Object software() {
        return map(
                "enabled",
                true,
                "packageManagers",
                list(rule("name", "apt", "commands", list("install")), map("name", "brew", "commands", list("x"))),
                "packageDatabases",
                true,
                "dynamicLibraries",
                rule("enabled", true, "paths", list("/lib")));
    }

    private static Object syscalls() {
        return map(
                "enabled", true,
                "tracedSyscalls", list("*", "open"),
                "rules",
                        list(rule(
                                "syscalls",
                                list("clone", "unshare"),
                                "args",
                                list(map(
                                        "index",
                                        0,
                                        "operator",
                                        "anyBits",
                                        "values",
                                        list("CLONE_NEWUSER", 1, "0x10"),
                                        "bits",
                                        64)))));
    }

    private static Object actions() {
        return map(
                "log",
                        map(
                                "enabled",
                                true,
                                "destination",
                                "file",
                                "path",
                                "/var/log/e",
                                "logGroup",
                                "g",
                                "format",
                                "ocsf"),
                "alert",
                        map(
                                "enabled",
                                true,
                                "destinations",
                                list(
                                        map(
                                                "type",
                                                "qualys-crs",
                                                "enabled",
                                                true,
                                                "endpoint",
                                                "https://h",
                                                "eventType",
                                                "file_change",
                                                "eventTypes",
                                                list("syscall"),
                                                "minSeverity",
                                                "high",
                                                "policies",
                                                list("p"),
                                                "allowInsecure",
                                                false),
                                        GeneratedDestinations.sns(),
                                        GeneratedDestinations.cloudwatch(),
                                        map(
                                                "type",
                                                "webhook",
                                                "endpoint",
                                                "http://h",
                                                "allowInsecure",
                                                true,
                                                "caFile",
                                                "/ca",
                                                "compression",
                                                "gzip",
                                                "format",
                                                "ocsf",
                                                "secret",
                                                "s",
                                                "headers",
                                                map("A", "b"),
                                                "eventType",
                                                list("syscall")),
                                        GeneratedDestinations.file(),
                                        GeneratedDestinations.syslog(),
                                        GeneratedDestinations.eventbridge(),
                                        map("type", "securityhub", "accountId", "123456789012", "region", "eu-west-1"),
                                        map("type", "firehose", "streamName", "s", "region", "eu-west-1"),
                                        GeneratedDestinations.s3(),
                                        map("type", "dynamodb", "tableName", "tab", "region", "eu-west-1"))),
                "block", map("enabled", true, "action", "deny"),
                "qualysIntegration",
                        map(
                                "enabled",
                                true,
                                "endpoint",
                                "https://h",
                                "sendEvents",
                                true,
                                "eventTypes",
                                list("anomaly")));
    }

    /** The full policy with one or two random changes. */
    static Map<String, Object> mutated(Random random) {
        Map<String, Object> policy = full();
        int changes = 1 + random.nextInt(2);
        for (int i = 0; i < changes; i++) {
            change(policy, random);
        }
        return policy;
    }

    private static void change(Map<String, Object> root, Random random) {
        List<Object> collections = new ArrayList<>();
        collect(root, collections);
        Object chosen = collections.get(random.nextInt(collections.size()));
        if (chosen instanceof Map<?, ?> map) {
            changeMap(asMap(map), random);
        } else if (chosen instanceof List<?> list) {
            changeList(asList(list), random);
        }
    }

    private static void collect(Object value, List<Object> collections) {
        if (value instanceof LinkedHashMap<?, ?> map) {
            collections.add(map);
            map.values().forEach(child -> collect(child, collections));
        } else if (value instanceof ArrayList<?> list) {
            collections.add(list);
            list.forEach(child -> collect(child, collections));
        }
    }

    private static void changeMap(Map<String, Object> map, Random random) {
        List<String> keys = new ArrayList<>(map.keySet());
        String key = keys.isEmpty() ? "x" : keys.get(random.nextInt(keys.size()));
        switch (random.nextInt(8)) {
            case 0, 1 -> map.remove(key);
            case 2 -> map.put(KEYS.get(random.nextInt(KEYS.size())), VALUES.get(random.nextInt(VALUES.size())));
            default -> map.put(key, VALUES.get(random.nextInt(VALUES.size())));
        }
    }

    private static void changeList(List<Object> list, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> list.clear();
            case 1 -> list.add(VALUES.get(random.nextInt(VALUES.size())));
            default -> {
                if (!list.isEmpty()) {
                    list.set(random.nextInt(list.size()), VALUES.get(random.nextInt(VALUES.size())));
                }
            }
        }
    }

    @SuppressWarnings("unchecked") // every map of a generated policy is made by map(...)
    private static Map<String, Object> asMap(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    @SuppressWarnings("unchecked") // every list of a generated policy is made by list(...)
    private static List<Object> asList(List<?> list) {
        return (List<Object>) list;
    }
}
