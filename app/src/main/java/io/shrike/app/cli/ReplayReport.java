package io.shrike.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.app.replay.Difference;
import io.shrike.app.replay.Replay;
import io.shrike.app.replay.Ruling;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;

/** Prints what a replay finds. {@code before} is how the first side is called. */
final class ReplayReport {
    private static final String RECORDED = "recorded";
    private static final String POLICY = "policy";
    private static final String AGAINST = "against";

    private final OutputFormat format;
    private final String before;
    private final String after;
    private final PrintWriter out;

    ReplayReport(OutputFormat format, String before, PrintWriter out) {
        this.format = format;
        this.before = before;
        this.after = before.equals(RECORDED) ? POLICY : AGAINST;
        this.out = out;
    }

    void difference(Difference difference) {
        switch (format) {
            case TEXT -> printText(difference);
            case JSON -> JsonOutput.printLine(out, json -> write(difference, json));
        }
    }

    private void printText(Difference difference) {
        out.println("line " + difference.event().line() + "  "
                + printable(difference.event().timestamp()) + "  "
                + printable(difference.event().subject()));
        out.println("    %-9s %s".formatted(before, line(difference.before())));
        out.println("    %-9s %s".formatted(after, line(difference.after())));
    }

    private static String line(Ruling ruling) {
        if (ruling.rules().isEmpty()) {
            return "none";
        }
        return printable(String.join(" ", ruling.type(), ruling.severity(), ruling.action(), ruling.outcome()) + "  "
                + String.join(", ", ruling.rules()));
    }

    /** Nothing of a recording may steer the terminal. */
    private static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean harmless = c == ' ' || Character.isLetterOrDigit(c) || (c > ' ' && c < 0x7f);
            if (harmless) {
                safe.appendCodePoint(c);
            } else {
                safe.append("\\u{%x}".formatted(c));
            }
        });
        return safe.toString();
    }

    private void write(Difference difference, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("line", difference.event().line());
        json.writeStringField("eventId", difference.event().eventId());
        json.writeStringField("timestamp", difference.event().timestamp());
        json.writeStringField("subject", difference.event().subject());
        writeRuling(before, difference.before(), json);
        writeRuling(after, difference.after(), json);
        json.writeEndObject();
    }

    private static void writeRuling(String name, Ruling ruling, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeBooleanField("matched", !ruling.rules().isEmpty());
        if (!ruling.rules().isEmpty()) {
            json.writeStringField("eventType", ruling.type());
            json.writeStringField("severity", ruling.severity());
            json.writeStringField("action", ruling.action());
            json.writeStringField("outcome", ruling.outcome());
            JsonOutput.strings(json, "rules", ruling.rules());
        }
        json.writeEndObject();
    }

    void summary(Replay replay) {
        switch (format) {
            case TEXT -> printSummary(replay);
            case JSON -> JsonOutput.printLine(out, json -> writeSummary(replay, json));
        }
    }

    private void printSummary(Replay replay) {
        out.println(replay.lines() + " lines: " + replay.rebuilt() + " decided again, " + replay.different()
                + " of them differently; " + (replay.lines() - replay.rebuilt()) + " not decided again");
        replay.skipped().forEach((what, count) -> out.println("    not " + count + "  " + printable(what)));
        if (!replay.missing().isEmpty()) {
            out.println("events do not hold all that a rule may ask for; decided without it:");
            replay.missing().forEach((what, count) -> out.println("    " + count + "  " + what));
        }
    }

    private static void writeSummary(Replay replay, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("summary");
        json.writeNumberField("lines", replay.lines());
        json.writeNumberField("rebuilt", replay.rebuilt());
        json.writeNumberField("different", replay.different());
        writeCounts("skipped", replay.skipped(), json);
        writeCounts("missing", replay.missing(), json);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeCounts(String name, Map<String, Long> counts, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }
}
