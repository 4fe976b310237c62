package io.shrike.app.events;

import io.shrike.app.replay.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows events, one after the other. Nothing in an event reaches the terminal but printable characters. */
public final class EventPrinter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String ROW = "%-23s  %s  %-21s  %-16s  %7s  %-15s  %s";
    private static final int SEVERITY_WIDTH = 8;
    private static final String RESET = "\u001b[0m";

    private final PrintWriter out;
    private final Format format;
    private final boolean colour;
    private final boolean tree;
    private boolean begun;

    /** How events look. */
    public enum Format {
        LINE,
        TABLE,
        JSON
    }

    public EventPrinter(PrintWriter out, Format format, boolean colour, boolean tree) {
        this.out = out;
        this.format = format;
        this.colour = colour;
        this.tree = tree;
    }

    /** False: nobody reads any more. */
    public boolean print(RecordedLine line) {
        switch (format) {
            case LINE -> out.println(line(line));
            case TABLE -> {
                if (!begun) {
                    out.println(
                            String.format(ROW, "TIME (UTC)", "SEVERITY", "TYPE", "OUTCOME", "PID", "PROCESS", "WHAT"));
                }
                out.println(row(line));
            }
            case JSON -> out.println(json(line));
        }
        if (tree && format != Format.JSON) {
            tree(line).forEach(out::println);
        }
        begun = true;
        return !out.checkError();
    }

    private static String json(RecordedLine line) {
        try {
            return line.json();
        } catch (IOException _) {
            throw new IllegalStateException("the line was parsed before");
        }
    }

    private String line(RecordedLine line) {
        List<String> words = new ArrayList<>();
        words.add(TIME.format(line.time()));
        words.add(severity(line, false));
        words.add(TerminalText.of(line.text("eventType")));
        outcome(line).ifPresent(words::add);
        line.event()
                .object("process")
                .ifPresent(process -> words.add(TerminalText.of(Summary.value(process, "name")) + "["
                        + process.number("pid").orElse(0L) + "]"));
        words.add(TerminalText.of(Summary.of(line)));
        String rules = rules(line);
        if (!rules.isEmpty()) {
            words.add("(" + TerminalText.of(rules) + ")");
        }
        return String.join(" ", words);
    }

    private String row(RecordedLine line) {
        JsonObject process = line.event().object("process").orElse(line.event());
        return String.format(
                ROW,
                TIME.format(line.time()),
                severity(line, true),
                TerminalText.of(line.text("eventType")),
                outcome(line).orElse(""),
                process.number("pid").map(Object::toString).orElse(""),
                TerminalText.of(line.event().has("process") ? Summary.value(process, "name") : ""),
                TerminalText.of(Summary.of(line)));
    }

    private static Optional<String> outcome(RecordedLine line) {
        return line.event()
                .text("outcome")
                .map(outcome -> TerminalText.of(outcome.equals("observed") ? line.text("action") : outcome));
    }

    private static String rules(RecordedLine line) {
        return String.join(
                ", ",
                line.event().objects("rules").stream()
                        .map(rule -> Summary.value(rule, "policy") + " " + Summary.value(rule, "rule"))
                        .toList());
    }

    private String severity(RecordedLine line, boolean padded) {
        String word = TerminalText.of(line.text("severity")).toUpperCase(Locale.ROOT);
        String shown = padded ? String.format("%-" + SEVERITY_WIDTH + "s", word) : word;
        String code = switch (line.text("severity")) {
            case "critical" -> "\u001b[1;31m";
            case "high" -> "\u001b[31m";
            case "medium" -> "\u001b[33m";
            default -> "";
        };
        return colour && !code.isEmpty() ? code + shown + RESET : shown;
    }

    /** Who started whom, the first on top, as ps(1) draws it. */
    private static List<String> tree(RecordedLine line) {
        List<String> lines = new ArrayList<>();
        line.event().object("process").ifPresent(process -> {
            List<JsonObject> ancestors = new ArrayList<>(process.objects("ancestors"));
            Collections.reverse(ancestors);
            for (JsonObject ancestor : ancestors) {
                lines.add(branch(lines.size(), ancestor, Summary.value(ancestor, "executable")));
            }
            lines.add(branch(lines.size(), process, Summary.command(process)));
        });
        return lines;
    }

    private static String branch(int depth, JsonObject process, String text) {
        String place = depth == 0 ? "" : "   ".repeat(depth - 1) + "\\_ ";
        return "    " + place + process.number("pid").orElse(0L) + " " + TerminalText.of(text);
    }
}
