package io.shrike.policy.importer;

import io.shrike.policy.importer.PathGlobs.Target;
import io.shrike.policy.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Reads the {@code spec} of a Qualys FimPolicy: {@code base-policy}, {@code action}, {@code monitor-paths} and
 * {@code match-binaries}. How the last is written in full is not published: what Tetragon writes, and plain lists, are read.
 */
final class FimReader {
    private static final Map<String, List<String>> EVENTS = Map.ofEntries(
            Map.entry("open", List.of("open", "write")),
            Map.entry("read", List.of("open")),
            Map.entry("write", List.of("write")),
            Map.entry("create", List.of("write")),
            Map.entry("writediff", List.of("write")),
            Map.entry("rename", List.of("rename")),
            Map.entry("delete", List.of("unlink")),
            Map.entry("chmod", List.of("chmod")),
            Map.entry("chown", List.of("chown")),
            Map.entry("attributes", List.of("chmod", "chown", "xattr")));

    private final Notes notes;
    private final Assembly assembly;

    FimReader(Notes notes, Assembly assembly) {
        this.notes = notes;
        this.assembly = assembly;
    }

    void read(YamlNode spec) {
        for (String key : List.of("rules", "policies")) {
            Nodes.items(spec, key).forEach(this::rule);
        }
        boolean onlyRules = Nodes.entries(spec).stream()
                .allMatch(entry -> entry.key().equals("rules") || entry.key().equals("policies"));
        if (!onlyRules) {
            rule(spec);
        }
    }

    /** {@code base-policy}, {@code basePolicy} and {@code base_policy} are one key. */
    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    private void rule(YamlNode node) {
        Fit fit = new Fit(notes);
        Map<String, YamlNode> values = new HashMap<>();
        for (YamlNode.Entry entry : Nodes.entries(node)) {
            switch (plain(entry.key())) {
                case "basepolicy", "events", "operations" -> values.put("events", entry.value());
                case "monitorpaths", "paths", "path" -> values.put("paths", entry.value());
                case "excludepaths", "ignorepaths", "exclude" -> values.put("exclude", entry.value());
                case "matchbinaries", "binaries", "processes" -> values.put("binaries", entry.value());
                case "action" -> values.put("action", entry.value());
                case "rules", "policies", "name", "description" -> {}
                default -> fit.lost(entry.keyPosition(), entry.key() + ": left out: not known");
            }
        }
        List<String> events = events(list(values, "events"), node);
        Response response = response(list(values, "action"));
        Binaries binaries = new Binaries(fit);
        list(values, "binaries").forEach(binaries::add);
        List<YamlNode> paths = list(values, "paths");
        if (paths.isEmpty()) {
            notes.add(node.position(), "left out: there is no path in monitor-paths");
        }
        Selector selector = new Selector(
                node.position(),
                "spec",
                List.of(),
                binaries.include(),
                binaries.exclude(),
                List.of(),
                response,
                false,
                fit);
        Hook hook = new Hook(node.position(), "fim", "spec", List.of(), List.of(), List.of());
        Drafter drafter = new Drafter(hook, selector, assembly::add);
        for (YamlNode path : paths) {
            path(path, events, list(values, "exclude"), drafter);
        }
    }

    private static List<YamlNode> list(Map<String, YamlNode> values, String key) {
        return values.containsKey(key) ? Nodes.items(values.get(key)) : List.of();
    }

    private List<String> events(List<YamlNode> nodes, YamlNode rule) {
        Set<String> events = new LinkedHashSet<>();
        for (YamlNode node : nodes) {
            for (String word : Nodes.text(node).orElse("").split("[,| ]+")) {
                String plain = plain(word);
                String name = plain.startsWith("file") ? plain.substring("file".length()) : plain;
                events.addAll(EVENTS.getOrDefault(name, List.of()));
                if (!EVENTS.containsKey(name)) {
                    notes.add(node.position(), "base-policy: " + word + ": left out: not known");
                } else if (name.equals("writediff")) {
                    notes.add(node.position(), "base-policy: " + word + ": writes are told, not what they changed");
                }
            }
        }
        if (events.isEmpty()) {
            notes.add(
                    rule.position(),
                    "base-policy: nothing known is given: taken as opening, writing, renaming, deleting");
            return List.of("open", "write", "rename", "unlink");
        }
        return List.copyOf(events);
    }

    private Response response(List<YamlNode> nodes) {
        Response response = Response.ALERT;
        for (YamlNode node : nodes) {
            switch (Nodes.text(node).orElse("").toLowerCase(Locale.ROOT)) {
                case "audit", "alert", "log" -> {}
                case "kill" -> response = Response.TERMINATE;
                case "deny", "block" -> response = Response.DENY;
                default -> notes.add(node.position(), "action: taken as audit: only audit and kill are known");
            }
        }
        return response;
    }

    private void path(YamlNode node, List<String> events, List<YamlNode> exclude, Drafter drafter) {
        String value = (node instanceof YamlNode.Mapping ? Nodes.text(node, "path") : Nodes.text(node)).orElse("");
        Target target = PathGlobs.files(Operator.EQUAL, value).orElse(new Target("", true, false));
        if (!target.exact()) {
            notes.add(node.position(), "monitor-paths: " + value + ": left out: not an absolute path");
            return;
        }
        SequencedMap<String, Out> keys = Drafter.keys();
        // Qualys' profiles have wildcards in paths.
        keys.put("path", new Out.Text(value));
        keys.put("recursive", new Out.Plain("true"));
        List<String> left = new ArrayList<>();
        exclude.forEach(item -> Nodes.text(item).ifPresent(left::add));
        if (!left.isEmpty()) {
            keys.put("exclude", Out.texts(left));
        }
        FileMapper.programs(
                keys, drafter.selector().include(), drafter.selector().exclude());
        drafter.draft(Section.FILES, keys, events);
    }
}
