package io.shrike.policy.importer;

import io.shrike.policy.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the selectors of a hook. What has no equal is noted with its reason, and makes the selector's rules wider. */
final class SelectorReader {
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("matchPIDs", "process ids of a host mean nothing in a container"),
            Map.entry("matchReturnArgs", "a call is judged before it happens, its result is not known"),
            Map.entry("matchReturnActions", "a call is judged before it happens, its result is not known"),
            Map.entry("matchNamespaces", "all that Shrike watches is in the namespaces of one container"),
            Map.entry("matchCapabilities", "no rule asks for the capabilities of a process"),
            Map.entry("matchNamespaceChanges", "not compared; rules about setns and unshare see such changes"),
            Map.entry("matchCapabilityChanges", "not compared; a rule about capset sees such changes"),
            Map.entry("matchData", "structures of the kernel cannot be read from outside it"),
            Map.entry("matchWorkloads", "Shrike watches the one container that it is started in"));

    private final Notes notes;
    private final Map<String, List<String>> lists;
    private final Map<String, YamlNode> macros;

    SelectorReader(Notes notes, Map<String, List<String>> lists, Map<String, YamlNode> macros) {
        this.notes = notes;
        this.lists = Map.copyOf(lists);
        this.macros = Map.copyOf(macros);
    }

    Selector read(YamlNode node, String place, List<Arg> arguments) {
        Fit fit = new Fit(notes);
        List<Condition> conditions = new ArrayList<>();
        Binaries own = new Binaries(fit);
        Binaries parents = new Binaries(fit);
        List<YamlNode> actions = new ArrayList<>();
        for (YamlNode.Entry entry : withMacros(node)) {
            List<YamlNode> items = Nodes.items(entry.value());
            switch (entry.key()) {
                case "matchArgs" ->
                    items.forEach(item -> condition(item, arguments, fit).ifPresent(conditions::add));
                case "matchBinaries" -> items.forEach(own::add);
                case "matchParentBinaries" -> items.forEach(parents::add);
                case "matchActions" -> actions.addAll(items);
                case "macros", "label" -> {}
                default -> unknown(entry, items.isEmpty(), fit);
            }
        }
        if (!parents.exclude().isEmpty()) {
            fit.lost(
                    node.position(),
                    "matchParentBinaries: a rule can name the parents that count, not those that do not");
        }
        ActionReader.Actions read = ActionReader.read(actions, fit);
        return new Selector(
                node.position(),
                place,
                conditions,
                own.include(),
                own.exclude(),
                parents.include(),
                read.response(),
                read.silent(),
                fit);
    }

    private static void unknown(YamlNode.Entry entry, boolean empty, Fit fit) {
        if (!empty) {
            String reason = REASONS.getOrDefault(entry.key(), "not known");
            fit.lost(entry.keyPosition(), entry.key() + ": left out: " + reason);
        }
    }

    private List<YamlNode.Entry> withMacros(YamlNode node) {
        List<YamlNode.Entry> entries = new ArrayList<>(Nodes.entries(node));
        for (YamlNode name : Nodes.items(node, "macros")) {
            Optional<YamlNode> macro = Nodes.text(name).map(macros::get);
            macro.ifPresentOrElse(
                    found -> entries.addAll(Nodes.entries(found)),
                    () -> notes.add(name.position(), "macros: there is no such macro in selectorsMacros"));
        }
        return entries;
    }

    private Optional<Condition> condition(YamlNode node, List<Arg> arguments, Fit fit) {
        String written = Nodes.text(node, "operator").orElse("Equal");
        Operator operator = Operator.of(written);
        if (operator == Operator.OTHER) {
            fit.lost(node.position(), "matchArgs: operator " + written + ": left out: there is no such comparison");
            return Optional.empty();
        }
        List<String> values =
                Nodes.texts(node, "values").stream().flatMap(this::expand).toList();
        return Optional.of(new Condition(node.position(), argument(node, arguments), operator, written, values));
    }

    private Stream<String> expand(String value) {
        return value.startsWith("list:")
                ? lists.getOrDefault(value.substring("list:".length()), List.of()).stream()
                : Stream.of(value);
    }

    /** {@code args} counts in the list of declared arguments, {@code index} in the function. */
    private static Arg argument(YamlNode node, List<Arg> arguments) {
        Optional<Integer> declared = Nodes.texts(node, "args").stream()
                .flatMap(text -> Values.number(text).stream())
                .map(number -> number.intValue())
                .findFirst();
        if (declared.isPresent() && declared.get() >= 0 && declared.get() < arguments.size()) {
            return arguments.get(declared.get());
        }
        int index = Nodes.text(node, "index")
                .flatMap(Values::number)
                .map(number -> number.intValue())
                .orElse(0);
        return arguments.stream()
                .filter(argument -> argument.index() == index)
                .findFirst()
                .orElse(new Arg(index, "auto"));
    }
}
