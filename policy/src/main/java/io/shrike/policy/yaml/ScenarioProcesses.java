package io.shrike.policy.yaml;

import io.shrike.model.Ancestor;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.ProcessRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the {@code process} of a scenario. */
final class ScenarioProcesses {
    private static final int PID = 100;
    private static final int DEEPEST = 64;
    private static final Field<ByteString> SHELL = Field.known(ByteString.utf8("/bin/sh"));
    private static final Field<ByteString> ROOT = Field.known(ByteString.utf8("/"));

    /** Stands for a process that a scenario says nothing of. */
    static final ProcessRef ANY = new ProcessRef(
            PID,
            PID,
            PID - 1,
            SHELL,
            SHELL.map(List::of),
            Field.known(0),
            Field.known(0),
            ROOT,
            Field.known(Instant.EPOCH),
            List.of());

    private static final Reader<Integer> ID = Scalars.integer(0, Integer.MAX_VALUE);

    private ScenarioProcesses() {}

    static Optional<ProcessRef> read(YamlNode node, String label, Problems problems) {
        Fields fields = Fields.of(
                node,
                label,
                List.of("executable", "arguments", "pid", "ppid", "uid", "gid", "cwd", "parent"),
                problems);
        Field<ByteString> executable = fields.value("executable", ScenarioValues.field(ScenarioValues.PATH), SHELL);
        int pid = fields.value("pid", ID, PID);
        List<Ancestor> ancestors = new ArrayList<>();
        fields.node("parent").ifPresent(parent -> ancestor(parent, "parent", problems, ancestors));
        return Optional.of(new ProcessRef(
                pid,
                pid,
                fields.value("ppid", ID, PID - 1),
                executable,
                arguments(fields, executable),
                fields.value("uid", ScenarioValues.field(ID), Field.known(0)),
                fields.value("gid", ScenarioValues.field(ID), Field.known(0)),
                fields.value("cwd", ScenarioValues.field(ScenarioValues.PATH), ROOT),
                Field.known(Instant.EPOCH),
                ancestors));
    }

    private static Field<List<ByteString>> arguments(Fields fields, Field<ByteString> executable) {
        return fields.has("arguments")
                ? Field.known(fields.listOrNothing("arguments", ScenarioValues.TEXT))
                : executable.map(List::of);
    }

    /** A parent is the path of its program, or a mapping that can say more, its own parent too. */
    private static void ancestor(YamlNode node, String label, Problems problems, List<Ancestor> ancestors) {
        int pid = PID - 1 - ancestors.size();
        if (ancestors.size() == DEEPEST) {
            problems.error(node.position(), label + ": more than " + DEEPEST + " ancestors");
            return;
        }
        if (node instanceof YamlNode.Scalar) {
            ScenarioValues.PATH
                    .read(node, label, problems)
                    .ifPresent(path -> ancestors.add(new Ancestor(pid, Field.known(path), Field.known(List.of(path)))));
            return;
        }
        Fields fields = Fields.of(node, label, List.of("executable", "arguments", "parent"), problems);
        Optional<Field<ByteString>> executable =
                fields.required("executable", ScenarioValues.field(ScenarioValues.PATH));
        executable.ifPresent(path -> ancestors.add(new Ancestor(pid, path, arguments(fields, path))));
        fields.node("parent").ifPresent(parent -> ancestor(parent, "parent", problems, ancestors));
    }
}
