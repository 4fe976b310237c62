package io.shrike.app.watch;

import io.shrike.delivery.pipeline.EventRing;
import io.shrike.model.Activity;
import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.Decision;
import io.shrike.model.DigestNeed;
import io.shrike.model.Event;
import io.shrike.model.Field;
import io.shrike.model.Judge;
import io.shrike.model.Outcome;
import io.shrike.model.ProcessRef;
import io.shrike.model.ProcessView;
import io.shrike.model.Response;
import io.shrike.model.RuleMatch;
import io.shrike.model.Verdict;
import io.shrike.trace.decode.ActivityHandler;
import io.shrike.trace.digest.OpenProgram;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Has each activity judged, records what met a rule, and answers with the verdict. A call that was withdrawn meanwhile is the
 * engine's to count: what was read of it may be another's, and it never runs. Runs on the stop thread.
 */
public final class ActivityRecorder {
    private static final String RACED =
            "the call was let through for something else, which was swapped before the call ran;"
                    + " the process was killed before it went on";

    private static final String REACHED =
            "the call was let through for another address or name, and reached this one; the process was killed before it went on";

    private final EventRing ring;
    private final InstantSource clock;
    private static final String READ_LATE =
            "known by its content, which was read after the program had started: this adds to what was told at its start";

    private final Consumer<Event.Observed> installations;
    private final Examiner examiner;
    private final LongAdder matched = new LongAdder();
    private final RuleCounts rules = new RuleCounts();
    private final Map<String, LongAdder> unjudged = new ConcurrentHashMap<>();

    /** Takes over programs whose content must be read after they started. Called on the stop thread. */
    public interface Examiner {
        void examine(ExecActivity exec, List<OpenProgram> files, ProcessRef actor);
    }

    /** {@code installations} is told of every event, by the thread that records it. */
    public ActivityRecorder(
            EventRing ring, InstantSource clock, Consumer<Event.Observed> installations, Examiner examiner) {
        this.examiner = examiner;
        this.installations = installations;
        this.ring = ring;
        this.clock = clock;
    }

    /** Records what {@code judge} decides. */
    public ActivityHandler of(Judge judge) {
        return new Recording(judge);
    }

    private final class Recording implements ActivityHandler {
        private final Judge judge;

        Recording(Judge judge) {
            this.judge = judge;
        }

        @Override
        public Verdict handle(
                Activity activity, List<Long> rawArguments, ProcessView process, BooleanSupplier stillStopped) {
            Decision decision = judge.decide(activity, rawArguments, process);
            if (!decision.matched()) {
                Optional<String> unreadable = Unreadables.reason(activity);
                if (unreadable.isPresent() && stillStopped.getAsBoolean()) {
                    countUnjudged(unreadable.get());
                }
                return Verdict.CONTINUE;
            }
            ProcessRef actor = process.snapshot();
            if (!stillStopped.getAsBoolean()) {
                return Verdict.CONTINUE;
            }
            Response response = judge.respond(decision);
            record(activity, actor, decision, response.outcome(), "");
            return response.verdict();
        }

        @Override
        public DigestNeed digestNeed(ExecActivity exec, ProcessView process) {
            return judge.digestNeed(exec, process);
        }

        @Override
        public void examine(ExecActivity exec, List<OpenProgram> files, ProcessView process) {
            examiner.examine(exec, files, process.snapshot());
        }

        @Override
        public boolean forbids(Activity done, ProcessView process) {
            Decision decision = judge.decide(done, process);
            if (judge.respond(decision).verdict() instanceof Verdict.Continue) {
                return false;
            }
            record(done, actor(done, process.snapshot()), decision, Outcome.TERMINATED, note(done));
            return true;
        }
    }

    /** After an exec, what the process ran before cannot be read any more. */
    private static ProcessRef actor(Activity done, ProcessRef now) {
        return done instanceof Activity.ExecActivity
                ? new ProcessRef(
                        now.pid(),
                        now.tid(),
                        now.ppid(),
                        Field.unreadable("REPLACED"),
                        now.arguments(),
                        now.uid(),
                        now.gid(),
                        now.cwd(),
                        now.startTime(),
                        now.ancestors())
                : now;
    }

    private static String note(Activity done) {
        return done instanceof Activity.NetworkActivity ? REACHED : RACED;
    }

    /**
     * Has an activity judged that was seen after it happened, and hands its event to {@code out}. Any one thread that owns
     * {@code judge}; never the stop thread.
     */
    void recordLate(Judge judge, Activity activity, ProcessRef actor, String note, Consumer<Event> out) {
        Decision decision = judge.decide(activity, actor);
        if (!decision.matched()) {
            Unreadables.reason(activity).ifPresent(this::countUnjudged);
            return;
        }
        Response wanted = judge.respond(decision);
        Outcome outcome = wanted.verdict() instanceof Verdict.Continue ? wanted.outcome() : Outcome.FAILED_TO_BLOCK;
        matched.increment();
        rules.count(decision);
        Event.Observed event = new Event.Observed(clock.instant(), activity, actor, decision, outcome, note);
        out.accept(event);
        installations.accept(event);
    }

    /**
     * Has an exec judged whose content was read after the program started, and hands what the content adds to the decision
     * {@code before} to {@code out}. Any one thread that owns {@code judge}; never the stop thread.
     */
    void recordContent(Judge judge, ExecActivity before, ExecActivity known, ProcessRef actor, Consumer<Event> out) {
        Decision without = judge.decide(before, actor);
        Decision with = judge.decide(known, actor);
        Optional<Decision> added = Additions.of(without, with);
        if (added.isEmpty()) {
            if (Unreadables.digest(before).isEmpty()) {
                Unreadables.digest(known).ifPresent(this::countUnjudged);
            }
            return;
        }
        Response wanted = judge.respond(added.get());
        Outcome outcome = wanted.verdict() instanceof Verdict.Continue ? wanted.outcome() : Outcome.FAILED_TO_BLOCK;
        matched.increment();
        rules.count(added.get());
        out.accept(new Event.Observed(clock.instant(), known, actor, added.get(), outcome, READ_LATE));
    }

    /** A program whose content nobody could read in time. Any thread. */
    void countUnread(String reason) {
        countUnjudged(reason);
    }

    /** Hands over an event that completes one recorded before; it met the same rules. Any thread. */
    void recordCompletion(Event.Observed event, Consumer<Event> out) {
        matched.increment();
        out.accept(event);
    }

    private void record(Activity activity, ProcessRef actor, Decision decision, Outcome outcome, String note) {
        matched.increment();
        rules.count(decision);
        Event.Observed event = new Event.Observed(clock.instant(), activity, actor, decision, outcome, note);
        ring.offer(event);
        installations.accept(event);
    }

    private void countUnjudged(String reason) {
        unjudged.computeIfAbsent(reason, _ -> new LongAdder()).increment();
    }

    /** Activities that could not be judged, because what they are about could not be read; by reason. */
    public Map<String, Long> unjudged() {
        Map<String, Long> counts = new TreeMap<>();
        unjudged.forEach((reason, count) -> counts.put("unreadable:" + reason, count.sum()));
        return counts;
    }

    /** How often each rule was met. Any thread. */
    public Map<RuleMatch, Long> rules() {
        return rules.sums();
    }

    /** Activities that met a rule and were recorded. */
    public long matched() {
        return matched.sum();
    }
}
