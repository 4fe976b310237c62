package io.shrike.policy.importer;

import io.shrike.policy.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Collects {@code matchBinaries}: programs that count, and programs that do not. */
final class Binaries {
    private final Fit fit;
    private final List<String> include = new ArrayList<>();
    private final List<String> exclude = new ArrayList<>();

    Binaries(Fit fit) {
        this.fit = fit;
    }

    List<String> include() {
        return include;
    }

    List<String> exclude() {
        return exclude;
    }

    void add(YamlNode node) {
        if (node instanceof YamlNode.Scalar) {
            Nodes.text(node).ifPresent(value -> add(node, Operator.EQUAL, value, include));
            return;
        }
        String written = Nodes.text(node, "operator").orElse("In");
        boolean negative = written.toLowerCase(Locale.ROOT).startsWith("not");
        Operator operator = Operator.of(written);
        boolean children = Nodes.flag(node, "followChildren");
        if (children && !negative) {
            fit.lost(node.position(), "matchBinaries: left out: a rule cannot follow the children of a program");
            return;
        }
        if (children) {
            fit.lost(node.position(), "followChildren: only the programs themselves are excluded, not their children");
        }
        if (!negative && !include.isEmpty()) {
            fit.lost(node.position(), "matchBinaries: left out: a rule has one list of programs that count");
            return;
        }
        for (String value : Nodes.texts(node, "values")) {
            add(node, operator, value, negative ? exclude : include);
        }
    }

    private void add(YamlNode node, Operator operator, String value, List<String> list) {
        Optional<String> glob = operator.isAboutText() ? PathGlobs.program(operator, value) : Optional.empty();
        glob.ifPresentOrElse(
                list::add,
                () -> fit.lost(node.position(), "matchBinaries: " + value + ": left out: cannot be said by a glob"));
    }
}
