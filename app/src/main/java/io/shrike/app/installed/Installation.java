package io.shrike.app.installed;

import io.shrike.model.Activity.InstalledActivity;
import io.shrike.model.Event;
import io.shrike.model.PackageChange;
import io.shrike.policy.installed.PackageDatabase;
import io.shrike.policy.installed.PackageList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command that was told to install, upgrade or remove something, or a process that writes a database without being known to
 * be an installer.
 *
 * @param started the event that told of it
 * @param folders where its records may be, where it has no fixed place; see {@link Folders}
 * @param unattributed what had changed between the last read and {@code before}
 * @param startTicks of its process; negative where it had ended before it was first looked at
 * @param known whether it is the command of a package manager: then it is told too when it changed nothing
 */
record Installation(
        Event.Observed started,
        PackageDatabase database,
        String manager,
        String operation,
        RootDirectory root,
        List<String> folders,
        Snapshots.Snapshot before,
        List<PackageChange> unattributed,
        long startTicks,
        boolean known) {
    private static final int MOST_CHANGES = 500;

    /** The same one with more folders, which say {@code more} now. */
    Installation alsoIn(List<String> others, PackageList more) {
        List<String> all = new ArrayList<>(folders);
        all.addAll(others);
        Snapshots.Snapshot wider = new Snapshots.Snapshot(
                before.packages().and(more), before.unreadable(), before.isThere(), before.baseline());
        return new Installation(
                started, database, manager, operation, root, all, wider, unattributed, startTicks, known);
    }

    int pid() {
        return started.process().pid();
    }

    /** What the database says in the end; empty where there is nothing to tell. */
    Optional<InstalledActivity> result(Snapshots.Snapshot after) {
        if (!before.isThere() && !after.isThere()) {
            return Optional.empty();
        }
        String unreadable = before.unreadable().isEmpty() ? after.unreadable() : before.unreadable();
        List<PackageChange> changes = unreadable.isEmpty() ? after.packages().since(before.packages()) : List.of();
        if (changes.isEmpty() && unattributed.isEmpty() && unreadable.isEmpty() && !known) {
            return Optional.empty();
        }
        return Optional.of(new InstalledActivity(
                manager,
                operation,
                database.title(),
                changes.subList(0, Math.min(changes.size(), MOST_CHANGES)),
                Math.max(0, changes.size() - MOST_CHANGES) + Math.max(0, unattributed.size() - MOST_CHANGES),
                unattributed.subList(0, Math.min(unattributed.size(), MOST_CHANGES)),
                before.baseline(),
                Optional.of(unreadable).filter(reason -> !reason.isEmpty())));
    }
}
