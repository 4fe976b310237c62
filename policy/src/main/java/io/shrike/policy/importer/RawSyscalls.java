package io.shrike.policy.importer;

import io.shrike.policy.document.Position;
import io.shrike.policy.yaml.SyscallNames;
import io.shrike.policy.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;

/** The tracepoint {@code raw_syscalls/sys_enter}: any system call, by its number. */
final class RawSyscalls {
    /** Before the arguments a tracepoint of one call has its common fields and the number. */
    static final int FIRST_ARGUMENT = 5;

    private final Notes notes;
    private final Assembly assembly;
    private final SelectorReader reader;

    RawSyscalls(Notes notes, Assembly assembly, SelectorReader reader) {
        this.notes = notes;
        this.assembly = assembly;
        this.reader = reader;
    }

    /** A selector without conditions. */
    static Selector all(Position position, String place, Notes notes) {
        return new Selector(
                position, place, List.of(), List.of(), List.of(), List.of(), Response.ALERT, false, new Fit(notes));
    }

    /** The selector of a tracepoint, with its arguments counted as the call counts them. */
    static Selector shifted(Selector selector, int offset) {
        List<Condition> conditions = selector.conditions().stream()
                .map(condition -> condition.index() < offset ? condition : shifted(condition, offset))
                .toList();
        return new Selector(
                selector.position(),
                selector.place(),
                conditions,
                selector.include(),
                selector.exclude(),
                selector.parents(),
                selector.response(),
                selector.silent(),
                selector.fit());
    }

    private static Condition shifted(Condition condition, int offset) {
        Arg argument = new Arg(condition.index() - offset, condition.argument().type());
        return new Condition(
                condition.position(), argument, condition.operator(), condition.written(), condition.values());
    }

    void read(YamlNode node, String place) {
        String where = place + " raw_syscalls";
        List<Selector> selectors = new ArrayList<>();
        for (YamlNode selector : Nodes.items(node, "selectors")) {
            selectors.add(reader.read(selector, where + " selectors[" + selectors.size() + "]", List.of()));
        }
        if (selectors.isEmpty()) {
            selectors.add(all(node.position(), where, notes));
        }
        Hook hook = new Hook(node.position(), where, where, List.of(), Nodes.texts(node, "tags"), selectors);
        for (Selector selector : selectors) {
            Drafter drafter = new Drafter(hook, selector, assembly::add);
            if (selector.silent()) {
                notes.add(
                        selector.position(), where + ": NoPost: left out: no rule can say that a call is not reported");
            } else {
                map(drafter);
            }
        }
    }

    private void map(Drafter drafter) {
        List<String> calls = new ArrayList<>();
        boolean named = false;
        for (Condition condition : drafter.selector().conditions()) {
            if (condition.operator() == Operator.EQUAL) {
                named = true;
                condition.values().forEach(value -> name(value, condition, calls));
            } else {
                drafter.lost(condition, "rules name the calls that they are about");
            }
        }
        drafter.programsAreLost("rules about system calls");
        drafter.parentsAreLost();
        if (!calls.isEmpty()) {
            drafter.draft(Section.SYSCALLS, SyscallMapper.keys(calls, List.of()));
        } else if (!named
                && drafter.selector().conditions().isEmpty()
                && !drafter.selector().response().blocks()) {
            drafter.draft(Section.TRACED, Drafter.keys());
            notes.add(
                    drafter.selector().position(),
                    "every call that may be traced is logged; those that all programs make all the time never stop");
        } else {
            notes.add(
                    drafter.selector().position(), drafter.selector().place() + ": left out: it names no system call");
        }
    }

    private void name(String value, Condition condition, List<String> calls) {
        String plain = HookTable.plain(value);
        String name = plain.startsWith("sys_") ? plain.substring("sys_".length()) : plain;
        if (HookTable.isBusy("sys_" + name)) {
            notes.add(condition.position(), value + ": left out: every program makes this call all the time");
        } else if (!SyscallNames.isKnown(name)) {
            notes.add(
                    condition.position(),
                    value + ": left out: not the name of a system call (a number means another call on each machine)");
        } else if (!calls.contains(name)) {
            calls.add(name);
        }
    }
}
