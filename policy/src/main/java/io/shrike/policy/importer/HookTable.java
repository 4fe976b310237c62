package io.shrike.policy.importer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What is known of hooks, from {@code hooks.txt}. */
final class HookTable {
    private static final String PREFIX = "sys_";
    private static final Map<String, Meaning> MEANINGS = new HashMap<>();
    private static final Set<String> BUSY = new HashSet<>();

    static {
        lines().forEach(HookTable::add);
    }

    private HookTable() {}

    /** What a hook is about. */
    sealed interface Meaning {}

    /** Files named by {@code paths}; {@code mode} says how they are opened. */
    record OfFile(Set<Integer> paths, List<String> events, OptionalInt mode, ModeKind kind) implements Meaning {}

    /** A program that is started. */
    record OfExec(OptionalInt path, OptionalInt arguments) implements Meaning {}

    /** A connection out; {@code sockaddr}: its addresses are the peer's, whatever they are called. */
    record Outbound(boolean sockaddr) implements Meaning {}

    /** A socket that listens, or accepts. */
    record Inbound(boolean accepts) implements Meaning {}

    /** Seen as these calls, which have the arguments {@code same} in common with the hook. */
    record OfCalls(List<Call> calls, Set<Integer> same) implements Meaning {}

    /** A system call with an optional condition: argument, operator, value. */
    record Call(String name, List<String> condition) {}

    /** Nothing that a program asks the kernel for. */
    record Unseen() implements Meaning {}

    /** How a number says what a file is opened for. */
    enum ModeKind {
        MAY,
        PROT,
        FLAGS
    }

    static Optional<Meaning> meaning(String name) {
        return Optional.ofNullable(MEANINGS.get(name));
    }

    static Set<String> names() {
        return Set.copyOf(MEANINGS.keySet());
    }

    static boolean isBusy(String name) {
        return BUSY.contains(name);
    }

    /** The name without what kernels put before the names of system calls. */
    static String plain(String name) {
        for (String prefix : List.of("__x64_", "__arm64_", "__ia32_", "__se_", "__do_", "__")) {
            if (name.startsWith(prefix + PREFIX)) {
                return name.substring(prefix.length());
            }
        }
        return name;
    }

    private static void add(String line) {
        String[] words = line.split(" ");
        String name = words[1];
        switch (words[0]) {
            case "file" -> MEANINGS.put(name, file(words));
            case "exec" -> MEANINGS.put(name, new OfExec(argument(words[2]), argument(words[3])));
            case "out" -> MEANINGS.put(name, new Outbound(words[2].equals("addr")));
            case "in" -> MEANINGS.put(name, new Inbound(words[2].equals("accept")));
            case "call" -> MEANINGS.put(name, calls(words));
            case "none" -> MEANINGS.put(name, new Unseen());
            case "busy" -> BUSY.add(name);
            default -> throw new IllegalStateException(line);
        }
    }

    private static Meaning file(String[] words) {
        List<String> events = List.of(words[3].split(","));
        if (words.length == 4) {
            return new OfFile(numbers(words[2]), events, OptionalInt.empty(), ModeKind.MAY);
        }
        String[] mode = words[4].split("=");
        ModeKind kind = ModeKind.valueOf(mode[0].toUpperCase(java.util.Locale.ROOT));
        return new OfFile(numbers(words[2]), events, OptionalInt.of(Integer.parseInt(mode[1])), kind);
    }

    private static Meaning calls(String[] words) {
        List<Call> calls = Arrays.stream(words[2].split(","))
                .map(text -> List.of(text.split(":")))
                .map(parts -> new Call(parts.getFirst(), parts.subList(1, parts.size())))
                .toList();
        return new OfCalls(calls, words.length == 4 ? numbers(words[3].substring("same=".length())) : Set.of());
    }

    private static Set<Integer> numbers(String text) {
        Set<Integer> numbers = new HashSet<>();
        for (String number : text.split(",")) {
            numbers.add(Integer.valueOf(number));
        }
        return numbers;
    }

    private static OptionalInt argument(String text) {
        return text.equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    private static List<String> lines() {
        try (InputStream in = Objects.requireNonNull(HookTable.class.getResourceAsStream("hooks.txt"), "hooks.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
