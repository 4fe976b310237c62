package io.shrike.app.watch;

import io.shrike.app.config.LoadedPolicy;
import io.shrike.app.config.PolicyFollower;
import io.shrike.app.digest.LateDigests;
import io.shrike.app.installed.Installations;
import io.shrike.delivery.pipeline.Pipeline;
import io.shrike.linux.seccomp.FilterRule;
import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.model.Event;
import io.shrike.model.Judge;
import io.shrike.model.Needs;
import io.shrike.policy.compile.DeliverySettings;
import io.shrike.trace.decode.CallDecoder;
import io.shrike.trace.launch.FilterCoverage;
import io.shrike.trace.launch.FilterPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Puts one policy in the place of another while stops are served. The new judge is made ready aside; the stop thread takes it
 * with its next stop, all of it at once, with what the old one learned. Used by the thread named shrike-policy.
 */
final class PolicySwitch implements PolicyFollower.Listener {
    private final FilterCoverage installed;
    private final CallDecoder decoder;
    private final ActivityRecorder recorder;
    private final Pipeline pipeline;
    private final DeliverySettings delivery;
    private final SessionWatch sessions;
    private final Installations installations;
    private final LateDigests digests;

    /** Owned by the stop thread once it serves. */
    private Judge serving;

    private volatile LoadedPolicy current;

    PolicySwitch(
            LoadedPolicy first,
            List<FilterRule> installed,
            CallDecoder decoder,
            ActivityRecorder recorder,
            Pipeline pipeline,
            SessionWatch sessions,
            Installations installations,
            LateDigests digests) {
        this.serving = first.judge();
        this.current = first;
        this.delivery = first.delivery();
        this.installed = new FilterCoverage(installed);
        this.decoder = decoder;
        this.recorder = recorder;
        this.pipeline = pipeline;
        this.sessions = sessions;
        this.installations = installations;
        this.digests = digests;
    }

    /** The policy in effect. Any thread. */
    LoadedPolicy current() {
        return current;
    }

    /** The filter that a policy asks for. */
    static List<FilterRule> rules(LoadedPolicy policy) {
        return FilterPlan.rules(policy.needs(), SyscallTable.of(Abi.host()).names());
    }

    /** What every filter has, whatever policy it was made for. */
    static List<FilterRule> ownRules() {
        return FilterPlan.rules(new Needs(Set.of(), Set.of(), false), Set.of());
    }

    /** What a policy asks of a filter that was made from other rules. */
    static List<String> missing(List<FilterRule> installed, LoadedPolicy policy) {
        return new FilterCoverage(installed).missing(rules(policy));
    }

    /** Looks for changes until the process ends, on a thread of its own; what goes wrong is told in the status. */
    void follow(PolicySupply supply, WatchStatus status) {
        Thread.ofPlatform().name("shrike-policy").daemon().start(() -> {
            PolicyFollower follower = supply.follow(this);
            while (true) {
                LockSupport.parkNanos(this, PolicyFollower.INTERVAL.toNanos());
                try {
                    follower.look(System.nanoTime());
                } catch (RuntimeException | OutOfMemoryError | StackOverflowError failure) {
                    status.failed("following the policy", failure);
                }
            }
        });
    }

    @Override
    public void changed(LoadedPolicy policy, boolean again) {
        if (!again) {
            current = policy;
            sessions.adopt(policy.sessionJudge());
            installations.adopt(policy.packageDatabases());
            digests.adopt(policy.digestJudge());
            decoder.adopt(policy.needs(), recorder.of(policy.judge()), () -> begin(policy));
        }
        pipeline.submit(policy.loadedEvent(Instant.now(), restartRequired(policy)));
    }

    /** The filter and the destinations are those of the first policy. */
    private List<String> restartRequired(LoadedPolicy policy) {
        List<String> missing = new ArrayList<>(installed.missing(rules(policy)));
        if (!policy.delivery().goesWhere(delivery)) {
            missing.add("destinations");
        }
        return missing;
    }

    /** The stop thread, between two stops. */
    private void begin(LoadedPolicy policy) {
        policy.judge().inherit(serving);
        pipeline.reshape(policy.shaping());
        serving = policy.judge();
    }

    @Override
    public void refused(Event.PolicyError error) {
        pipeline.submit(error);
    }
}
