package io.shrike.policy.judge;

import io.shrike.model.Activity.FileActivity;
import io.shrike.model.ByteString;
import io.shrike.model.EventType;
import io.shrike.model.Field;
import io.shrike.model.FileEffect;
import io.shrike.model.FileOperation;
import io.shrike.model.FileTarget;
import io.shrike.model.Finding;
import io.shrike.model.ProcessView;
import io.shrike.policy.match.FileIdentities;
import io.shrike.policy.match.PathTable;
import io.shrike.policy.match.RuleHits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Decides calls on files. Every effect is looked up by its path and, where the file is one that a rule names exactly, by its
 * inode; when a directory is renamed, rules for what lies below are met as well. Of several operations the one that met the
 * strongest rule is told, in the order of {@link #BY_WEIGHT} among equals.
 */
final class FileJudge {
    private static final List<FileOperation> BY_WEIGHT = List.of(
            FileOperation.WRITE,
            FileOperation.UNLINK,
            FileOperation.RENAME,
            FileOperation.CHMOD,
            FileOperation.CHOWN,
            FileOperation.XATTR,
            FileOperation.OPEN);

    private final List<FileEntry> rules;
    private final PathTable table;
    private final FileIdentities identities;
    private final RuleHits hits;
    private final RuleHits met;
    private final int[] effectOf;
    private final int[] weightOf;
    private final List<Optional<ByteString>> namedOf;

    FileJudge(List<FileEntry> rules, PathTable table, FileIdentities identities) {
        this.rules = List.copyOf(rules);
        this.table = table;
        this.identities = identities;
        hits = new RuleHits(rules.size());
        met = new RuleHits(rules.size());
        effectOf = new int[rules.size()];
        weightOf = new int[rules.size()];
        namedOf = new ArrayList<>(Collections.nCopies(rules.size(), Optional.empty()));
    }

    void inherit(FileJudge before) {
        identities.inherit(before.identities);
    }

    void judge(FileActivity activity, ProcessView process, Tally tally) {
        met.clear();
        List<FileEffect> effects = activity.effects();
        boolean moves = movesDirectory(effects);
        for (int i = 0; i < effects.size(); i++) {
            FileEffect effect = effects.get(i);
            Field<ByteString> path = Paths.of(effect.target());
            if (path instanceof Field.Known<ByteString>(ByteString known)) {
                effect(activity, i, known, moves);
            }
        }
        if (!met.isEmpty()) {
            report(process, tally);
        }
    }

    /** A directory that gets another name takes everything below it along. */
    private static boolean movesDirectory(List<FileEffect> effects) {
        for (FileEffect effect : effects) {
            if (effect.target().directory() && effect.operations().contains(FileOperation.RENAME)) {
                return true;
            }
        }
        return false;
    }

    private void effect(FileActivity activity, int index, ByteString path, boolean moves) {
        FileEffect effect = activity.effects().get(index);
        FileTarget target = effect.target();
        hits.clear();
        table.match(path, hits);
        if (moves) {
            table.matchBelow(path, hits);
        }
        if (target.exists() && !target.directory()) {
            identities.met(path, target.device(), target.inode());
        }
        for (int i = 0; i < hits.size(); i++) {
            meet(hits.get(i), index, effect, path, activity.syscall());
        }
        underItsName(activity, index, path);
        if (changesName(effect)) {
            identities.mayChange(path);
        }
    }

    /** What is done to a file is done to it under all its names; what is done to a name is not. */
    private void underItsName(FileActivity activity, int index, ByteString path) {
        FileEffect effect = activity.effects().get(index);
        FileTarget target = effect.target();
        boolean toName = effect.operations().contains(FileOperation.UNLINK)
                || effect.operations().contains(FileOperation.RENAME);
        if (toName || !target.exists() || target.directory()) {
            return;
        }
        ByteString exact = identities.otherNameOf(path, target.device(), target.inode());
        if (exact == null) {
            return;
        }
        hits.clear();
        table.match(exact, hits);
        for (int i = 0; i < hits.size(); i++) {
            if (meet(hits.get(i), index, effect, exact, activity.syscall())) {
                namedOf.set(hits.get(i), Optional.of(exact));
            }
        }
    }

    /** Whether the name may be another file's afterwards, or nobody's: made, replaced or removed, but not renamed away. */
    private static boolean changesName(FileEffect effect) {
        boolean renamed = effect.operations().contains(FileOperation.RENAME);
        boolean made = effect.operations().contains(FileOperation.WRITE)
                && (renamed || !effect.target().exists());
        return made || (effect.operations().contains(FileOperation.UNLINK) && !renamed);
    }

    /** Whether the rule is met by this effect, and by none before that weighs more. */
    private boolean meet(int rule, int index, FileEffect effect, ByteString path, String syscall) {
        FileEntry entry = rules.get(rule);
        for (int weight = 0; weight < BY_WEIGHT.size(); weight++) {
            FileOperation operation = BY_WEIGHT.get(weight);
            if (effect.operations().contains(operation)
                    && entry.events().contains(operation)
                    && happens(operation, effect.target(), syscall)
                    && !entry.excludes(path)) {
                if (!met.contains(rule) || weight < weightOf[rule]) {
                    met.add(rule);
                    effectOf[rule] = index;
                    weightOf[rule] = weight;
                    namedOf.set(rule, Optional.empty());
                    return true;
                }
                return false;
            }
        }
        return false;
    }

    /** Only a write can be about a name that does not exist; a call that only makes new names does nothing to an old one. */
    private static boolean happens(FileOperation operation, FileTarget target, String syscall) {
        return switch (operation) {
            case WRITE -> !target.exists() || !makesNewNames(syscall);
            case RENAME -> true;
            case OPEN, UNLINK, CHMOD, CHOWN, XATTR -> target.exists() || !Paths.isKnown(target);
        };
    }

    private static boolean makesNewNames(String syscall) {
        return switch (syscall) {
            case "mkdir", "mkdirat", "mknod", "mknodat", "symlink", "symlinkat", "link", "linkat" -> true;
            default -> false;
        };
    }

    private void report(ProcessView process, Tally tally) {
        int strongest = -1;
        Field<ByteString> executable = null;
        for (int rule : met.sorted()) {
            FileEntry entry = rules.get(rule);
            if (!entry.everybody()) {
                executable = executable == null ? process.executable() : executable;
                if (!entry.covers(executable)) {
                    continue;
                }
            }
            tally.add(entry.match());
            if (strongest < 0 || isStronger(rule, strongest)) {
                strongest = rule;
            }
        }
        if (strongest >= 0) {
            FileOperation operation = BY_WEIGHT.get(weightOf[strongest]);
            EventType type = operation == FileOperation.OPEN ? EventType.FILE_ACCESS : EventType.FILE_CHANGE;
            tally.offer(type, new Finding.File(effectOf[strongest], operation, namedOf.get(strongest)));
        }
    }

    private boolean isStronger(int first, int second) {
        FileEntry a = rules.get(first);
        FileEntry b = rules.get(second);
        return Tally.stronger(a.match(), b.match())
                || (!Tally.stronger(b.match(), a.match()) && weightOf[first] < weightOf[second]);
    }
}
