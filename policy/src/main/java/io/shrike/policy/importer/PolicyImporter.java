package io.shrike.policy.importer;

import io.shrike.policy.document.Problem;
import io.shrike.policy.yaml.YamlDocuments;
import io.shrike.policy.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The importer of policies that other tools understand. A text of several documents gives several policies in one text. */
public final class PolicyImporter {
    private static final int LONGEST_NAME = 200;
    private static final String SPEC = "spec";

    private final Notes notes = new Notes();
    private final List<Problem> refused = new ArrayList<>();
    private final List<Assembly> policies = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private PolicyImporter() {}

    /**
     * Imports all documents of a text.
     *
     * @param fileName how notes name the text
     * @param text UTF-8, at most 8 MiB
     */
    public static Imported importText(String fileName, byte[] text) {
        YamlDocuments documents = YamlDocuments.read(fileName, text);
        PolicyImporter importer = new PolicyImporter();
        documents.roots().forEach(importer::document);
        if (importer.policies.isEmpty()) {
            return new Imported(Optional.empty(), importer.errors(fileName, documents.problems()));
        }
        documents.problems().forEach(importer.notes::add);
        importer.refused.forEach(importer.notes::add);
        List<Problem> found = importer.notes.inOrder().stream()
                .map(note -> new Problem(
                        note.file(), note.line(), note.column(), note.kind(), PolicyWriter.oneLine(note.message())))
                .toList();
        return new Imported(Optional.of(importer.written(fileName, found)), found);
    }

    private List<Problem> errors(String fileName, List<Problem> ofYaml) {
        List<Problem> errors = new ArrayList<>(ofYaml);
        errors.addAll(refused);
        if (errors.isEmpty()) {
            errors.add(Problem.ofFile(fileName, "there is no policy in it"));
        }
        return errors;
    }

    private void document(YamlNode root) {
        if (Nodes.items(root).isEmpty()) {
            return;
        }
        String version = Nodes.text(root, "apiVersion").orElse("");
        String kind = Nodes.text(root, "kind").orElse("");
        boolean tetragon = kind.equals("TracingPolicy") || kind.equals("TracingPolicyNamespaced");
        if (kind.endsWith("List") && Nodes.entry(root, "items").isPresent()) {
            Nodes.items(root, "items").forEach(this::document);
        } else if (version.startsWith("security.qualys.com/")) {
            refuse(root, "this is a policy of Shrike already");
        } else if (tetragon) {
            hint(root, version, "cilium.io/v1alpha1");
            Assembly assembly = policy(root);
            namespaced(root);
            Nodes.child(root, SPEC).ifPresent(spec -> new TetragonReader(notes, assembly).read(spec));
            finish(root, assembly);
        } else if (kind.equalsIgnoreCase("FimPolicy")) {
            hint(root, version, "qualys.com/v1");
            Assembly assembly = policy(root);
            Nodes.child(root, SPEC).ifPresent(spec -> new FimReader(notes, assembly).read(spec));
            finish(root, assembly);
        } else {
            refuse(
                    root,
                    "not a policy that can be imported (kind TracingPolicy or TracingPolicyNamespaced of"
                            + " cilium.io/v1alpha1, FimPolicy of qualys.com/v1)");
        }
    }

    private void refuse(YamlNode root, String why) {
        refused.add(Problem.error(root.position(), why));
    }

    private void hint(YamlNode root, String version, String expected) {
        if (!version.equals(expected)) {
            notes.add(root.position(), "apiVersion: read as " + expected);
        }
    }

    private void namespaced(YamlNode root) {
        Nodes.child(root, "metadata")
                .flatMap(metadata -> Nodes.entry(metadata, "namespace"))
                .ifPresent(entry -> notes.add(
                        entry.keyPosition(),
                        "namespace: left out: Shrike watches the one container that it is started in"));
    }

    private Assembly policy(YamlNode root) {
        Optional<String> given = Nodes.child(root, "metadata").flatMap(metadata -> Nodes.text(metadata, "name"));
        if (given.isEmpty()) {
            notes.add(root.position(), "metadata.name: is missing: the policy is called imported");
        }
        String name = PolicyWriter.oneLine(given.filter(text -> !text.isBlank()).orElse("imported"));
        String base = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        String unique = base;
        for (int i = 2; !names.add(unique); i++) {
            unique = base + "-again-" + i;
        }
        Assembly assembly = new Assembly(unique, notes);
        policies.add(assembly);
        return assembly;
    }

    private void finish(YamlNode root, Assembly assembly) {
        assembly.check();
        if (assembly.sheets().getFirst().drafts().isEmpty()) {
            notes.add(root.position(), "nothing could be taken over: the policy watches nothing");
        }
    }

    private String written(String fileName, List<Problem> found) {
        StringBuilder text = new StringBuilder("# Imported from ")
                .append(PolicyWriter.oneLine(fileName))
                .append('\n');
        found.forEach(note ->
                text.append("# ").append(PolicyWriter.oneLine(note.toString())).append('\n'));
        String separator = "";
        for (Assembly assembly : policies) {
            for (Assembly.Sheet sheet : assembly.sheets()) {
                text.append(separator);
                PolicyWriter.write(sheet, assembly.isMonitorOnly(), text);
                separator = "---\n";
            }
        }
        return text.toString();
    }
}
