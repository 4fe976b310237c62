package io.shrike.policy.importer;

import io.shrike.policy.importer.Assembly.Sheet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes documents of Shrike's policy language. */
final class PolicyWriter {
    private static final String HEAD = "apiVersion: security.qualys.com/v1\nkind: TracingPolicy\nmetadata:\n  name: ";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*");
    private static final Pattern WORD = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");
    private static final Pattern TECHNIQUE = Pattern.compile("T[0-9]{4}(\\.[0-9]{3})?|TA[0-9]{4}");

    private PolicyWriter() {}

    static void write(Sheet sheet, boolean monitorOnly, StringBuilder text) {
        text.append(HEAD).append(scalar(sheet.name())).append('\n');
        if (sheet.drafts().isEmpty()) {
            return;
        }
        text.append("spec:\n");
        String open = "";
        for (Section section : Section.values()) {
            List<Draft> drafts = sheet.drafts().stream()
                    .filter(draft -> draft.section() == section)
                    .toList();
            if (!drafts.isEmpty()) {
                if (!open.equals(section.key())) {
                    text.append("  ").append(section.key()).append(":\n");
                    open = section.key();
                }
                section(section, drafts, text);
            }
        }
        sheet.block()
                .ifPresent(response -> text.append("  actions:\n    block: {enabled: ")
                        .append(!monitorOnly)
                        .append(", action: ")
                        .append(response.word())
                        .append("}\n"));
    }

    private static void section(Section section, List<Draft> drafts, StringBuilder text) {
        if (section == Section.TRACED) {
            drafts.forEach(draft -> comment("    ", draft, text));
            text.append("    tracedSyscalls: [\"*\"]\n");
            return;
        }
        if (section.single()) {
            drafts.forEach(draft -> comment("    ", draft, text));
            text.append("    ").append(section.singleKey()).append(":\n");
            drafts.forEach(draft -> keys(draft)
                    .forEach(line -> text.append("      ").append(line).append('\n')));
            return;
        }
        text.append("    ").append(section.list()).append(":\n");
        for (Draft draft : drafts) {
            comment("      ", draft, text);
            String begin = "      - ";
            for (String line : keys(draft)) {
                text.append(begin).append(line).append('\n');
                begin = "        ";
            }
        }
    }

    private static void comment(String indent, Draft draft, StringBuilder text) {
        draft.origins()
                .forEach(origin ->
                        text.append(indent).append("# ").append(oneLine(origin)).append('\n'));
    }

    private static List<String> keys(Draft draft) {
        List<String> lines = new ArrayList<>();
        draft.keys().forEach((key, value) -> lines.add(key + ": " + written(value)));
        if (!draft.events().isEmpty()) {
            lines.add("events: " + written(Out.words(draft.events())));
        }
        lines.add("severity: " + (draft.wanted().blocks() ? "high" : "medium"));
        lines.add("action: " + (draft.response().blocks() ? "block" : "alert"));
        Map<Boolean, List<String>> tags = draft.tags().stream()
                .filter(tag -> !tag.isEmpty())
                .collect(Collectors.partitioningBy(tag -> technique(tag).matches(TECHNIQUE.pattern())));
        List<String> techniques = tags.getOrDefault(true, List.of()).stream()
                .map(PolicyWriter::technique)
                .toList();
        List<String> others = tags.getOrDefault(false, List.of());
        if (!others.isEmpty()) {
            lines.add("tags: " + written(Out.texts(others)));
        }
        if (!techniques.isEmpty()) {
            lines.add("mitre: " + written(Out.texts(techniques)));
        }
        return lines;
    }

    /** Tags such as {@code attack.t1059.004} are technique ids. */
    private static String technique(String tag) {
        String upper = tag.toUpperCase(Locale.ROOT);
        return upper.startsWith("ATTACK.") ? upper.substring("ATTACK.".length()) : upper;
    }

    private static String written(Out value) {
        return switch (value) {
            case Out.Text text -> scalar(text.text());
            case Out.Plain plain -> plain.text();
            case Out.Items items ->
                items.items().stream().map(PolicyWriter::written).collect(Collectors.joining(", ", "[", "]"));
            case Out.Table table ->
                table.entries().entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + written(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    /** Quoted unless it is surely text; a dollar sign before a brace is doubled, for it would name a variable. */
    static String scalar(String text) {
        if (PLAIN.matcher(text).matches() && !WORD.matcher(text).matches()) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.replace("${", "$${").codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < 0x20
                    || (c >= 0x7f && c < 0xa0)
                    || c == 0x2028
                    || c == 0x2029
                    || c == 0xfffe
                    || c == 0xffff) {
                quoted.append("\\u%04x".formatted(c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }

    /** Text that cannot leave the comment it stands in. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean shown = switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.UNASSIGNED -> false;
                default -> true;
            };
            line.appendCodePoint(shown ? c : '?');
        });
        return line.toString();
    }
}
