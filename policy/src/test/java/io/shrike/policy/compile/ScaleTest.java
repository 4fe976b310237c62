package io.shrike.policy.compile;

import static io.shrike.policy.compile.Fixture.connect;
import static io.shrike.policy.compile.Fixture.exec;
import static io.shrike.policy.compile.Fixture.existing;
import static io.shrike.policy.compile.Fixture.file;
import static io.shrike.policy.compile.Fixture.shell;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Action;
import io.shrike.model.Activity;
import io.shrike.model.FileOperation;
import io.shrike.model.IpAddress;
import io.shrike.model.ProcessRef;
import io.shrike.model.Severity;
import io.shrike.policy.document.ActionSettings;
import io.shrike.policy.document.Cidr;
import io.shrike.policy.document.ExecRules;
import io.shrike.policy.document.ExecRules.ArgumentsMatch;
import io.shrike.policy.document.ExecRules.ExecConditions;
import io.shrike.policy.document.ExecRules.ExecRule;
import io.shrike.policy.document.FileRules;
import io.shrike.policy.document.FileRules.FileRule;
import io.shrike.policy.document.FileRules.ProcessScope;
import io.shrike.policy.document.NetworkRules;
import io.shrike.policy.document.NetworkRules.OutboundRules;
import io.shrike.policy.document.PerformanceSettings;
import io.shrike.policy.document.PolicyDocument;
import io.shrike.policy.document.Position;
import io.shrike.policy.document.RuleList;
import io.shrike.policy.document.RuleSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A policy with a hundred thousand entries beside one with ten. The bounds leave room for a busy machine. */
class ScaleTest {
    private static final Position HERE = new Position("scale", 1, 1);
    private static final int ASKED = 2_000;
    private static final int ROUNDS = 60;

    private static <T> List<T> many(int count, IntFunction<T> one) {
        return IntStream.range(0, count).mapToObj(one).toList();
    }

    private static RuleSource source(String rule) {
        return new RuleSource(rule, HERE, List.of(), List.of());
    }

    private static String path(int i) {
        return switch (i % 4) {
            case 0 -> "/srv/app" + i + "/conf";
            case 1 -> "/srv/*/x" + i + "/*.conf";
            case 2 -> "/srv/site" + i + "-*/data";
            default -> "/var/**/k" + i;
        };
    }

    private static FileRule fileRule(int i) {
        return new FileRule(
                source("p[" + i + "]"),
                path(i),
                i % 2 == 0,
                List.of(),
                Set.of(FileOperation.WRITE),
                ProcessScope.EVERYBODY,
                Severity.LOW,
                Action.ALERT);
    }

    private static ExecRule execRule(int i) {
        String name = i % 3 == 0 ? "/usr/bin/tool" + i : i % 3 == 1 ? "tool" + i : "t" + i + "-*";
        return new ExecRule(
                source("e[" + i + "]"),
                name,
                List.of(),
                ArgumentsMatch.ANY,
                false,
                ExecConditions.NONE,
                Severity.LOW,
                Action.ALERT);
    }

    private static Cidr cidr(Random random) {
        if (random.nextInt(4) == 0) {
            return new Cidr(IpAddress.v6(0x2001_0db8_0000_0000L | random.nextInt() >>> 8, 0), 40 + random.nextInt(25));
        }
        return new Cidr(IpAddress.v4(random.nextInt()), 16 + random.nextInt(17));
    }

    private static PolicyDocument document(int paths, int names, int networks) {
        Random random = new Random(7);
        OutboundRules outbound = new OutboundRules(
                source("o"),
                new RuleList<>("a", List.of()),
                new RuleList<>("b", many(networks, _ -> cidr(random))),
                new RuleList<>("i", List.of()),
                new RuleList<>("p", List.of()),
                new RuleList<>("c", List.of()),
                new RuleList<>("d", List.of()),
                Severity.HIGH,
                Action.ALERT,
                true,
                NetworkRules.Guards.NONE);
        return new PolicyDocument(
                "scale",
                Map.of(),
                HERE,
                Optional.of(new FileRules(many(paths, ScaleTest::fileRule))),
                Optional.of(new ExecRules(many(names, ScaleTest::execRule), Optional.empty())),
                Optional.of(new NetworkRules(Optional.of(outbound), Optional.empty())),
                Optional.empty(),
                Optional.empty(),
                ActionSettings.DEFAULT,
                PerformanceSettings.DEFAULT);
    }

    private static CompiledPolicy compile(PolicyDocument document) {
        return new PolicyCompiler(Set::of).compile(List.of(document));
    }

    private static List<Activity> activities(Random random) {
        List<Activity> activities = new ArrayList<>();
        for (int i = 0; i < ASKED; i++) {
            int n = random.nextInt(20_000);
            activities.add(
                    switch (i % 5) {
                        case 0 -> file("openat", existing("/srv/app" + n + "/conf/a"), FileOperation.WRITE);
                        case 1 -> file("openat", existing("/usr/lib/python3/x" + n + ".py"), FileOperation.WRITE);
                        case 2 -> file("openat", existing("/var/lib/x/k" + n), FileOperation.WRITE);
                        case 3 -> exec("/usr/bin/tool" + n, "tool");
                        default -> connect(IpAddress.v4(random.nextInt()).toString(), 443);
                    });
        }
        return activities;
    }

    private static long time(CompiledPolicy policy, List<Activity> activities) {
        ProcessRef process = shell();
        long start = System.nanoTime();
        for (Activity activity : activities) {
            policy.judge().decide(activity, process);
        }
        return System.nanoTime() - start;
    }

    @Test
    void costsAboutTheSameWithManyRulesAsWithFew() {
        CompiledPolicy few = compile(document(10, 10, 10));
        CompiledPolicy many = compile(document(10_000, 10_000, 100_000));
        List<Activity> activities = activities(new Random(8));
        long withFew = Long.MAX_VALUE;
        long withMany = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            withFew = Math.min(withFew, time(few, activities));
            withMany = Math.min(withMany, time(many, activities));
        }
        assertThat(withMany).isLessThan(5 * withFew);
    }

    @Test
    void loadsInTimeAndMemory() {
        PolicyDocument document = document(10_000, 10_000, 100_000);
        compile(document(100, 100, 100));
        long before = used();
        long start = System.nanoTime();
        CompiledPolicy policy = compile(document);
        long took = System.nanoTime() - start;
        long memory = used() - before;
        assertThat(took).isLessThan(3_000_000_000L);
        assertThat(memory).isLessThan(150_000_000L);
        assertThat(policy.judge().decide(exec("/usr/bin/tool3", "x"), shell()).matched())
                .isTrue();
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
