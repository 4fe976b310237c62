package io.shrike.policy.importer;

import io.shrike.policy.importer.HookTable.Inbound;
import io.shrike.policy.importer.HookTable.Meaning;
import io.shrike.policy.importer.HookTable.OfCalls;
import io.shrike.policy.importer.HookTable.OfExec;
import io.shrike.policy.importer.HookTable.OfFile;
import io.shrike.policy.importer.HookTable.Outbound;
import io.shrike.policy.importer.HookTable.Unseen;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Hooks into drafts of rules. Of several selectors the first that matches decides; here every rule that matches does. */
final class HookMapper {
    private static final String SYSCALL = "sys_";

    private final Notes notes;
    private final Consumer<Draft> drafts;

    HookMapper(Notes notes, Consumer<Draft> drafts) {
        this.notes = notes;
        this.drafts = drafts;
    }

    void map(Hook hook) {
        Optional<Meaning> meaning = HookTable.meaning(hook.name());
        if (meaning.isEmpty() && !hook.name().startsWith(SYSCALL)) {
            notes.add(
                    hook.position(), hook.place() + ": left out: what this function of the kernel is for is not known");
            return;
        }
        Optional<FileMapper> files =
                meaning.filter(OfFile.class::isInstance).map(OfFile.class::cast).map(FileMapper::new);
        boolean blocks = hook.selectors().stream()
                .anyMatch(selector -> selector.response().blocks());
        boolean open = false;
        for (int i = 0; i < hook.selectors().size(); i++) {
            Selector selector = hook.selectors().get(i);
            Drafter drafter = new Drafter(hook, selector, drafts);
            if (open && selector.response().blocks()) {
                String why = "an earlier selector of the hook lets through what this one would block";
                drafter.fit().lost(selector.position(), selector.place() + ": " + why);
            }
            if (!selector.silent()) {
                map(meaning, files, drafter);
            }
            boolean last = i == hook.selectors().size() - 1;
            boolean letsThrough =
                    selector.silent() || (blocks && !selector.response().blocks());
            if (letsThrough && !last) {
                boolean exempt = files.isPresent() && files.get().exempt(selector);
                open |= !exempt;
                if (!exempt && selector.silent()) {
                    notes.add(
                            selector.position(),
                            selector.place() + ": NoPost: left out: no rule can say that this is not reported");
                }
            }
        }
    }

    private void map(Optional<Meaning> meaning, Optional<FileMapper> files, Drafter drafter) {
        Hook hook = drafter.hook();
        if (meaning.isEmpty()) {
            SyscallMapper.one(hook.name().substring(SYSCALL.length()), drafter);
            return;
        }
        switch (meaning.get()) {
            case OfFile _ -> file(files.orElseThrow(), drafter);
            case OfExec exec -> new ExecMapper(exec).map(drafter);
            case Outbound outbound -> NetworkMapper.outbound(outbound.sockaddr(), drafter);
            case Inbound inbound -> NetworkMapper.inbound(inbound.accepts(), drafter);
            case OfCalls calls -> calls(calls, drafter);
            case Unseen _ ->
                notes.add(
                        hook.position(),
                        hook.place() + ": left out: it is no system call of a program, and Shrike sees nothing else");
        }
    }

    /** A system call about files without a path, and with a number that only rules about calls compare, is a call. */
    private static void file(FileMapper files, Drafter drafter) {
        String name = drafter.hook().name();
        List<Condition> conditions = drafter.selector().conditions();
        boolean paths = conditions.stream().anyMatch(files::isPath);
        boolean bare = conditions.isEmpty() && !drafter.selector().namesPrograms();
        boolean other = conditions.stream().anyMatch(condition -> !files.isMode(condition));
        if (name.startsWith(SYSCALL) && !paths && (bare || other || HookTable.isBusy(name))) {
            SyscallMapper.one(name.substring(SYSCALL.length()), drafter);
        } else {
            files.map(drafter);
        }
    }

    private static void calls(OfCalls calls, Drafter drafter) {
        drafter.fit()
                .note(
                        drafter.hook().position(),
                        drafter.hook().place() + ": seen as the system calls that lead to it: "
                                + String.join(
                                        ", ",
                                        calls.calls().stream()
                                                .map(HookTable.Call::name)
                                                .toList()));
        SyscallMapper.several(calls.calls(), calls.same(), drafter);
    }
}
