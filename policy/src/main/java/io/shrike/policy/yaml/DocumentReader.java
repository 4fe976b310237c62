package io.shrike.policy.yaml;

import io.shrike.policy.document.ActionSettings;
import io.shrike.policy.document.PerformanceSettings;
import io.shrike.policy.document.PolicyDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads one document: its head, then the sections, which stand below {@code spec} or beside it. */
final class DocumentReader {
    static final String API_VERSION = "security.qualys.com/v1";
    static final String KIND = "TracingPolicy";
    private static final List<String> HEAD = List.of("apiVersion", "kind", "metadata", "spec");
    private static final List<String> SECTIONS = List.of(
            FileSection.NAME,
            ExecSection.NAME,
            NetworkSection.NAME,
            SoftwareSection.NAME,
            SyscallSection.NAME,
            ActionsSection.NAME,
            PerformanceSection.NAME);
    private static final int LONGEST_NAME = 253;
    private static final Reader<String> POLICY_NAME = Scalars.textLike(
            "a name of at most " + LONGEST_NAME + " characters", name -> name.length() <= LONGEST_NAME);

    private final Problems problems;
    private final Function<String, Optional<String>> environment;

    DocumentReader(Problems problems, Function<String, Optional<String>> environment) {
        this.problems = problems;
        this.environment = environment;
    }

    /** A document, and whether its text says anything of {@code actions.block}. */
    record Document(PolicyDocument policy, boolean saysBlock) {}

    /** The document; what it holds is of use only while no error was reported. */
    Document read(YamlNode root) {
        List<String> allowed = new ArrayList<>(HEAD);
        allowed.addAll(SECTIONS);
        Fields fields = Fields.of(root, "the document", allowed, problems);
        fields.required("apiVersion", exactly(API_VERSION));
        fields.required("kind", exactly(KIND));
        fields.requirePresent("metadata");
        Optional<Fields> metadata =
                fields.node("metadata").map(node -> Fields.of(node, "metadata", List.of("name", "labels"), problems));
        String name = metadata.flatMap(m -> m.required("name", POLICY_NAME)).orElse("");
        Map<String, String> labels =
                metadata.flatMap(m -> m.value("labels", DocumentReader::labels)).orElse(Map.of());
        Map<String, YamlNode> nodes = sectionNodes(fields);
        return new Document(sections(fields, nodes, name, labels), saysBlock(nodes));
    }

    private static Reader<String> exactly(String text) {
        return (node, label, problems) -> {
            if (node instanceof YamlNode.Scalar scalar && scalar.text().equals(text)) {
                return Optional.of(text);
            }
            return Scalars.wrong(node, label, text, "", problems);
        };
    }

    private static Optional<Map<String, String>> labels(YamlNode node, String label, Problems problems) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            return Scalars.wrong(node, label, "a mapping", "", problems);
        }
        Map<String, String> labels = new LinkedHashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            Scalars.ANY_TEXT
                    .read(entry.value(), entry.key(), problems)
                    .ifPresent(value -> labels.put(entry.key(), value));
        }
        return Optional.of(labels);
    }

    private static boolean saysBlock(Map<String, YamlNode> nodes) {
        return nodes.get(ActionsSection.NAME) instanceof YamlNode.Mapping actions
                && actions.entries().stream().anyMatch(entry -> entry.key().equals("block"));
    }

    private PolicyDocument sections(
            Fields fields, Map<String, YamlNode> nodes, String name, Map<String, String> labels) {
        List<String> tags = labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toList();
        Common common = new Common(tags, problems);
        return new PolicyDocument(
                name,
                labels,
                fields.position(),
                section(nodes, FileSection.NAME).flatMap(new FileSection(common)::read),
                section(nodes, ExecSection.NAME).flatMap(new ExecSection(common)::read),
                section(nodes, NetworkSection.NAME).flatMap(new NetworkSection(common)::read),
                section(nodes, SoftwareSection.NAME).flatMap(new SoftwareSection(common)::read),
                section(nodes, SyscallSection.NAME).flatMap(new SyscallSection(common)::read),
                section(nodes, ActionsSection.NAME)
                        .map(new ActionsSection(common, environment)::read)
                        .orElse(ActionSettings.DEFAULT),
                section(nodes, PerformanceSection.NAME)
                        .map(node -> PerformanceSection.read(node, problems))
                        .orElse(PerformanceSettings.DEFAULT));
    }

    private static Optional<YamlNode> section(Map<String, YamlNode> nodes, String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    private Map<String, YamlNode> sectionNodes(Fields fields) {
        Optional<Fields> spec = fields.node("spec").map(node -> Fields.of(node, "spec", SECTIONS, problems));
        Map<String, YamlNode> nodes = new HashMap<>();
        for (String section : SECTIONS) {
            spec.flatMap(s -> s.node(section)).ifPresent(node -> nodes.put(section, node));
            Optional<YamlNode> beside = fields.node(section);
            if (beside.isPresent() && nodes.putIfAbsent(section, beside.get()) != null) {
                problems.error(fields.keyPosition(section), section + ": given twice, also below spec");
            }
        }
        return nodes;
    }
}
