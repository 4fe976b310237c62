package io.shrike.policy.importer;

import io.shrike.policy.document.Position;
import io.shrike.policy.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code spec} of a Tetragon policy: its hooks, and what it says besides. */
final class TetragonReader {
    private static final Map<String, String> REASONS = Map.of(
            "uprobes", "functions of programs are not traced",
            "usdts", "probes in programs are not traced",
            "loader", "mapped programs are not events; softwareInstallation.dynamicLibraries is about libraries",
            "podSelector", "Shrike watches the one container that it is started in",
            "containerSelector", "Shrike watches the one container that it is started in",
            "hostSelector", "Shrike watches the one container that it is started in",
            "nodeSelector", "Shrike watches the one container that it is started in");

    private final Notes notes;
    private final Map<String, List<String>> lists = new HashMap<>();
    private final Map<String, YamlNode> macros = new HashMap<>();
    private final Assembly assembly;

    TetragonReader(Notes notes, Assembly assembly) {
        this.notes = notes;
        this.assembly = assembly;
    }

    void read(YamlNode spec) {
        Nodes.items(spec, "lists").forEach(this::list);
        Nodes.child(spec, "selectorsMacros")
                .ifPresent(all -> Nodes.entries(all).forEach(entry -> macros.put(entry.key(), entry.value())));
        for (YamlNode.Entry entry : Nodes.entries(spec)) {
            List<YamlNode> items = Nodes.items(entry.value());
            for (int i = 0; i < items.size(); i++) {
                section(entry, items.get(i), entry.key() + "[" + i + "]");
            }
        }
    }

    private void section(YamlNode.Entry entry, YamlNode node, String place) {
        switch (entry.key()) {
            case "kprobes", "fentries" -> kprobe(node, place);
            case "lsmhooks" -> Nodes.text(node, "hook").ifPresent(name -> hook(node, place, lsm(name), 0));
            case "tracepoints" -> tracepoint(node, place);
            case "options" -> option(node);
            case "lists", "selectorsMacros", "enforcers" -> {}
            default -> {
                String reason = REASONS.getOrDefault(entry.key(), "not known");
                notes.add(entry.keyPosition(), place(entry, place) + ": left out: " + reason);
            }
        }
    }

    private static String place(YamlNode.Entry entry, String place) {
        return entry.value() instanceof YamlNode.Sequence ? place : entry.key();
    }

    private void list(YamlNode node) {
        String name = Nodes.text(node, "name").orElse("");
        String type = Nodes.text(node, "type").orElse("");
        if (type.startsWith("generated")) {
            notes.add(node.position(), "lists: " + name + ": left out: " + type + " are those of a running kernel");
        }
        lists.put(name, Nodes.texts(node, "values"));
    }

    private void option(YamlNode node) {
        String name = Nodes.text(node, "name").orElse("");
        String value = Nodes.text(node, "value").orElse("");
        if (name.equals("policy-mode")) {
            if (value.startsWith("monitor")) {
                assembly.monitorOnly();
            }
            return;
        }
        notes.add(node.position(), "options: " + name + ": not needed: it is about how Tetragon hooks the kernel");
    }

    private void kprobe(YamlNode node, String place) {
        Optional<String> call = Nodes.text(node, "call");
        if (call.isEmpty()) {
            notes.add(node.position(), place + ": left out: there is no call in it");
            return;
        }
        Nodes.entry(node, "returnArg")
                .ifPresent(entry ->
                        notes.add(entry.keyPosition(), "returnArg: left out: a call is judged before it happens"));
        boolean syscall = Nodes.text(node, "syscall").isEmpty() || Nodes.flag(node, "syscall");
        for (String name : named(call.get())) {
            hook(node, place, function(name, syscall), 0);
        }
    }

    private List<String> named(String call) {
        return call.startsWith("list:")
                ? lists.getOrDefault(call.substring("list:".length()), List.of())
                : List.of(call);
    }

    private static String function(String name, boolean syscall) {
        String plain = HookTable.plain(name);
        boolean known = plain.startsWith("sys_") || HookTable.meaning(plain).isPresent();
        return syscall && !known && HookTable.meaning("sys_" + plain).isPresent() ? "sys_" + plain : plain;
    }

    private static String lsm(String name) {
        return switch (name) {
            case "bprm_check_security" -> "security_bprm_check";
            case "userns_create" -> "security_create_user_ns";
            default -> name.startsWith("security_") ? name : "security_" + name;
        };
    }

    private void tracepoint(YamlNode node, String place) {
        String subsystem = Nodes.text(node, "subsystem").orElse("").toLowerCase(Locale.ROOT);
        String event = Nodes.text(node, "event").orElse("");
        if (subsystem.equals("raw_syscalls") && event.equals("sys_enter")) {
            new RawSyscalls(notes, assembly, selectors()).read(node, place);
        } else if (subsystem.equals("syscalls") && event.startsWith("sys_enter_")) {
            hook(node, place, event.replaceFirst("sys_enter_", "sys_"), RawSyscalls.FIRST_ARGUMENT);
        } else if (event.startsWith("sys_exit")) {
            notes.add(node.position(), place + ": left out: a call is judged before it happens, its end is not seen");
        } else if (HookTable.meaning(event).isPresent()) {
            hook(node, place, event, 0);
        } else {
            notes.add(
                    node.position(), place + ": left out: the tracepoint " + subsystem + "/" + event + " is not known");
        }
    }

    private SelectorReader selectors() {
        return new SelectorReader(notes, lists, macros);
    }

    /** {@code offset}: the number that the first argument of the function has. */
    private void hook(YamlNode node, String place, String name, int offset) {
        String where = place + " " + name;
        List<Arg> arguments = Nodes.items(node, "args").stream()
                .map(argument -> argument(argument, offset))
                .toList();
        List<Selector> selectors = new ArrayList<>();
        List<YamlNode> written = Nodes.items(node, "selectors");
        for (int i = 0; i < written.size(); i++) {
            Selector read = selectors().read(written.get(i), where + " selectors[" + i + "]", arguments);
            selectors.add(offset == 0 ? read : RawSyscalls.shifted(read, offset));
        }
        Position position = node.position();
        if (selectors.isEmpty()) {
            selectors.add(RawSyscalls.all(position, where, notes));
        }
        new HookMapper(notes, assembly::add)
                .map(new Hook(position, name, where, arguments, Nodes.texts(node, "tags"), selectors));
    }

    private static Arg argument(YamlNode node, int offset) {
        int index = Nodes.text(node, "index")
                .flatMap(Values::number)
                .map(number -> number.intValue())
                .orElse(0);
        return new Arg(index - offset, Nodes.text(node, "type").orElse("auto"));
    }
}
