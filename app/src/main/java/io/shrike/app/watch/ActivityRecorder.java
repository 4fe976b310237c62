package io.shrike.app.watch;

import io.shrike.delivery.pipeline.EventRing;
import io.shrike.model.Activity;
import io.shrike.model.Decision;
import io.shrike.model.Event;
import io.shrike.model.Judge;
import io.shrike.model.ProcessRef;
import io.shrike.model.ProcessView;
import io.shrike.model.Response;
import io.shrike.model.Verdict;
import io.shrike.trace.decode.ActivityHandler;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * Has each activity judged, records what met a rule, and answers with the verdict. A call that was withdrawn meanwhile is the
 * engine's to count: what was read of it may be another's, and it never runs. Runs on the stop thread.
 */
public final class ActivityRecorder {
    private final EventRing ring;
    private final InstantSource clock;
    private final LongAdder matched = new LongAdder();
    private final Map<String, LongAdder> unjudged = new ConcurrentHashMap<>();

    public ActivityRecorder(EventRing ring, InstantSource clock) {
        this.ring = ring;
        this.clock = clock;
    }

    /** Records what {@code judge} decides. */
    public ActivityHandler of(Judge judge) {
        return (activity, rawArguments, process, stillStopped) ->
                handle(judge, judge.decide(activity, rawArguments, process), activity, process, stillStopped);
    }

    private Verdict handle(
            Judge judge, Decision decision, Activity activity, ProcessView process, BooleanSupplier stillStopped) {
        if (!decision.matched()) {
            Unreadables.reason(activity)
                    .filter(_ -> stillStopped.getAsBoolean())
                    .ifPresent(this::countUnjudged);
            return Verdict.CONTINUE;
        }
        ProcessRef actor = process.snapshot();
        if (!stillStopped.getAsBoolean()) {
            return Verdict.CONTINUE;
        }
        matched.increment();
        Response response = judge.respond(decision);
        ring.offer(new Event.Observed(clock.instant(), activity, actor, decision, response.outcome(), ""));
        return response.verdict();
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

    /** Activities that met a rule and were recorded. */
    public long matched() {
        return matched.sum();
    }
}
