package io.shrike.trace.attach;

import io.shrike.trace.attach.Population.Inhabitant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Finds the processes that are to be attached to, now and again. What an attached process forks has its filter: more filters
 * than that process had before. A process with filters of its own making is left alone, because they may kill it for the
 * calls that attaching makes. Owned by one thread.
 */
public final class Attachments {
    /** A container runtime gives one filter to all processes of a container, or none. */
    private static final int OF_RUNTIME = 1;

    private static final int MOST_PARENTS = 1024;

    private static final String OWN_FILTER =
            "it has a seccomp filter of its own, which may kill it for the calls that attaching makes";

    private final Population population;
    private final IntPredicate wanted;
    private final Set<Integer> ours;
    private final Listener listener;
    private final Map<Integer, Known> known = new HashMap<>();
    private int looks;

    /** Told what is found. */
    public interface Listener {
        /** The process has to be attached to; {@link #attached} or {@link #refused} ends that. */
        void attach(Inhabitant process);

        /** The process stays unwatched. */
        void unwatched(Inhabitant process, String why);
    }

    private enum State {
        /** It is being attached to: of its children it is not known yet whether they have the filter. */
        PENDING,
        /** It was attached to. */
        ATTACHED,
        /** It has the filter from one that was attached to. */
        COVERED,
        /** Not to be watched, or it could not be. */
        LEFT
    }

    /** {@code before}: filters of those that were there before the attached one got its own. */
    private record Known(Inhabitant process, State state, int before, int look) {}

    /**
     * {@code wanted} says of a process without regard to its ancestors whether it is to be watched, which holds for what it forks
     * as well; {@code ours} are the sensor and its supervisor, whose descendants are ours too.
     */
    public Attachments(Population population, IntPredicate wanted, Set<Integer> ours, Listener listener) {
        this.population = population;
        this.wanted = wanted;
        this.ours = Set.copyOf(ours);
        this.listener = listener;
    }

    /** Takes over a process that an earlier sensor attached to. */
    public void takeOver(int pid) {
        population
                .inhabitant(pid)
                .ifPresent(process -> known.put(pid, new Known(process, State.ATTACHED, process.filters() - 1, looks)));
    }

    /** Looks once. */
    public void look() {
        looks++;
        int[] all = population.processes();
        Set<Integer> present = new HashSet<>();
        for (int pid : all) {
            present.add(pid);
            Known before = known.get(pid);
            if (before == null || !isStill(before)) {
                known.remove(pid);
                population.inhabitant(pid).ifPresent(this::decide);
            }
        }
        known.keySet().retainAll(present);
    }

    private boolean isStill(Known before) {
        return before.state == State.PENDING
                || population.startTicks(before.process.pid()) == before.process.startTicks();
    }

    private void decide(Inhabitant process) {
        if (process.program().isEmpty() || isPause(process) || isOurs(process) || !isWanted(process)) {
            remember(process, State.LEFT, 0);
            return;
        }
        Optional<Known> relative = relative(process);
        if (relative.isPresent() && relative.get().state == State.PENDING) {
            if (relative.get().look == looks && process.filters() > relative.get().before) {
                leave(process); // it was there before the other could have got the filter
            }
            return;
        }
        int before = relative.map(Known::before).orElse(OF_RUNTIME);
        if (process.filters() <= before) {
            remember(process, State.PENDING, process.filters());
            listener.attach(process);
        } else if (relative.isPresent()) {
            remember(process, State.COVERED, before);
        } else {
            leave(process);
        }
    }

    private void leave(Inhabitant process) {
        remember(process, State.LEFT, 0);
        listener.unwatched(process, OWN_FILTER);
    }

    /** The process that keeps a task's PID namespace, and does nothing else. */
    private static boolean isPause(Inhabitant process) {
        return process.pid() == 1 && process.program().endsWith("/pause");
    }

    private void remember(Inhabitant process, State state, int before) {
        known.put(process.pid(), new Known(process, state, before, looks));
    }

    private boolean isOurs(Inhabitant process) {
        return lineage(process, ours::contains);
    }

    private boolean isWanted(Inhabitant process) {
        return lineage(process, wanted);
    }

    /** Whether it, or one of its ancestors, is one of these. */
    private boolean lineage(Inhabitant process, IntPredicate those) {
        Optional<Inhabitant> at = Optional.of(process);
        for (int depth = 0; at.isPresent() && depth < MOST_PARENTS; depth++) {
            if (those.test(at.get().pid())) {
                return true;
            }
            at = at.get().ppid() <= 0
                    ? Optional.empty()
                    : population.inhabitant(at.get().ppid());
        }
        return false;
    }

    /** The nearest ancestor that is attached, or will be, or is covered; for orphans one of the same container. */
    private Optional<Known> relative(Inhabitant process) {
        int at = process.ppid();
        for (int depth = 0; at > 0 && depth < MOST_PARENTS; depth++) {
            Known ancestor = known.get(at);
            if (ancestor != null && ancestor.state != State.LEFT) {
                return Optional.of(ancestor);
            }
            at = population.inhabitant(at).map(Inhabitant::ppid).orElse(0);
        }
        return known.values().stream()
                .filter(other -> (other.state == State.ATTACHED || other.state == State.COVERED)
                        && !process.group().isEmpty()
                        && other.process.group().equals(process.group())
                        && other.process.startTicks() <= process.startTicks())
                .findFirst();
    }

    /** The process has the filter now. */
    public void attached(int pid) {
        Known pending = known.get(pid);
        if (pending != null && pending.state == State.PENDING) {
            remember(pending.process, State.ATTACHED, pending.before);
        }
    }

    /** The process could not be attached to; of one that has ended meanwhile there is nothing to tell. */
    public void refused(int pid, String why) {
        Known pending = known.get(pid);
        if (pending != null && pending.state == State.PENDING) {
            remember(pending.process, State.LEFT, 0);
            if (population.startTicks(pid) == pending.process.startTicks()) {
                listener.unwatched(pending.process, why);
            }
        }
    }

    /** Decides about the process anew. */
    public void forget(int pid) {
        known.remove(pid);
    }

    /** Whether the process was attached to, and was there at the last look. */
    public boolean isAttached(int pid) {
        Known each = known.get(pid);
        return each != null && each.state == State.ATTACHED;
    }

    /** Whether a process is watched, or is about to be. */
    public boolean isWatching() {
        return known.values().stream().anyMatch(each -> each.state != State.LEFT);
    }

    /** The processes that are attached to, or are about to be, and still there. */
    public List<Integer> attached() {
        return known.values().stream()
                .filter(each -> each.state == State.ATTACHED || each.state == State.PENDING)
                .map(each -> each.process.pid())
                .sorted()
                .toList();
    }
}
