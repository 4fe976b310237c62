package io.shrike.policy.match;

import static io.shrike.policy.match.PathReach.BELOW;
import static io.shrike.policy.match.PathReach.ENTRIES;
import static io.shrike.policy.match.PathReach.SELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.model.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTableTest {
    private static boolean covers(String glob, PathReach reach, String path) {
        RuleHits hits = new RuleHits(1);
        new PathTable.Builder().add(ByteString.utf8(glob), reach, 0).build().match(ByteString.utf8(path), hits);
        return hits.contains(0);
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/passwd,         ENTRIES, /etc/passwd,             true",
        "/etc/passwd,         ENTRIES, /etc/passwd-,            false",
        "/etc/passwd,         ENTRIES, /etc/passw,              false",
        "/etc/passwd,         ENTRIES, /mnt/etc/passwd,         false",
        "/etc,                ENTRIES, /etc,                    true",
        "/etc,                ENTRIES, /etc/passwd,             true",
        "/etc,                ENTRIES, /etc/ssh/sshd_config,    false",
        "/etc,                BELOW,   /etc/ssh/sshd_config,    true",
        "/etc,                BELOW,   /etc,                    true",
        "/etc,                BELOW,   /etcetera,               false",
        "/etc,                SELF,    /etc/passwd,             false",
        "/,                   BELOW,   /any/thing,              true",
        "/,                   ENTRIES, /any,                    true",
        "/,                   ENTRIES, /any/thing,              false",
        "/etc/*,              ENTRIES, /etc/passwd,             true",
        "/etc/*,              ENTRIES, /etc/ssh/sshd_config,    false",
        "/etc/*.conf,         ENTRIES, /etc/a.conf,             true",
        "/etc/*.conf,         ENTRIES, /etc/ssh/a.conf,         false",
        "/etc/cron.*,         ENTRIES, /etc/cron.d/job,         true",
        "/etc/cron.*,         BELOW,   /etc/cron.d/a/b,         true",
        "/home/*/.ssh,        BELOW,   /home/eve/.ssh/id_rsa,   true",
        "/home/*/.ssh,        BELOW,   /home/a/b/.ssh/id_rsa,   false",
        "/home/**/.ssh,       BELOW,   /home/a/b/.ssh/id_rsa,   true",
        "/home/**/.ssh,       BELOW,   /home/.ssh/id_rsa,       true",
        "/**/id_rsa,          SELF,    /id_rsa,                 true",
        "/**/id_rsa,          SELF,    /a/b/c/id_rsa,           true",
        "/**/id_rsa,          SELF,    /a/b/id_rsa/c,           false",
        "/var/**,             SELF,    /var/a/b/c,              true",
        "/var/**,             SELF,    /var,                    true",
        "/var/**,             SELF,    /variable,               false",
        "/var/log/**.log,     SELF,    /var/log/x.log,          true",
        "/var/log/**.log,     SELF,    /var/log/a/b/x.log,      true",
        "/var/log/**.log,     SELF,    /var/log/a/b/x.txt,      false",
        "/opt/[ab]?/x,        SELF,    /opt/a1/x,               true",
        "/opt/[ab]?/x,        SELF,    /opt/c1/x,               false",
        "/opt//x,             SELF,    /opt/x,                  true",
        "/opt/x,              SELF,    //opt///x/,              true",
        "/opt/a\\*b,          SELF,    /opt/a*b,                true",
        "/opt/a\\*b,          SELF,    /opt/axb,                false",
        "/opt/x[a**]b,        SELF,    /opt/x*b,                true",
        "/opt/x[a**]b,        SELF,    /opt/xa/b,               false",
        "/etc/*,              SELF,    /etc/.hidden,            true",
        "/a/**/b/**/c,        SELF,    /a/b/c,                  true",
        "/a/**/b/**/c,        SELF,    /a/x/b/b/y/c/c,          true",
        "/a/**/b/**/c,        SELF,    /a/x/c/b,                false",
    })
    void coversWhatTheRuleSays(String glob, PathReach reach, String path, boolean expected) {
        assertThat(covers(glob, reach, path)).isEqualTo(expected);
    }

    @Test
    void comparesBytesThatAreNoText() {
        ByteString broken = ByteString.of((byte) '/', (byte) 'a', (byte) '/', (byte) 0xff, (byte) '\n');
        RuleHits hits = new RuleHits(2);
        PathTable table = new PathTable.Builder()
                .add(ByteString.utf8("/a/*"), SELF, 0)
                .add(broken, SELF, 1)
                .build();
        table.match(broken, hits);
        assertThat(hits.sorted()).containsExactly(0, 1);
    }

    @Test
    void givesEveryRuleOfAPathOnce() {
        RuleHits hits = new RuleHits(5);
        PathTable table = new PathTable.Builder()
                .add(ByteString.utf8("/etc"), BELOW, 0)
                .add(ByteString.utf8("/etc/passwd"), SELF, 1)
                .add(ByteString.utf8("/**/passwd"), SELF, 2)
                .add(ByteString.utf8("/*/pass??"), SELF, 3)
                .add(ByteString.utf8("/etc/shadow"), SELF, 4)
                .add(ByteString.utf8("/etc/**"), SELF, 0)
                .build();
        table.match(ByteString.utf8("/etc/passwd"), hits);
        assertThat(hits.sorted()).containsExactly(0, 1, 2, 3);
        assertThat(hits.size()).isEqualTo(4);
    }

    @Test
    void findsTheRulesThatMoveWithADirectory() {
        RuleHits hits = new RuleHits(8);
        PathTable table = new PathTable.Builder()
                .add(ByteString.utf8("/etc/passwd"), SELF, 0)
                .add(ByteString.utf8("/etc/ssh"), BELOW, 1)
                .add(ByteString.utf8("/*/ssl/**/key"), SELF, 2)
                .add(ByteString.utf8("/**/id_rsa"), SELF, 3)
                .add(ByteString.utf8("/etc"), SELF, 4)
                .add(ByteString.utf8("/etcetera/x"), SELF, 5)
                .add(ByteString.utf8("/etc"), ENTRIES, 6)
                .add(ByteString.utf8("/etc"), BELOW, 7)
                .build();
        table.matchBelow(ByteString.utf8("/etc"), hits);
        assertThat(hits.sorted()).containsExactly(0, 1, 2, 6, 7);
    }

    @Test
    void refusesTooManyCrossings() {
        PathTable.Builder builder = new PathTable.Builder();
        assertThatThrownBy(() -> builder.add(ByteString.utf8("/" + "a**".repeat(9)), SELF, 0))
                .isInstanceOf(GlobSyntaxException.class);
    }

    @Test
    void agreesWithANaiveMatcherOnGeneratedRules() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            int rules = 1 + random.nextInt(40);
            List<String> globs = new ArrayList<>();
            List<PathReach> reaches = new ArrayList<>();
            PathTable.Builder builder = new PathTable.Builder();
            for (int rule = 0; rule < rules; rule++) {
                globs.add(pattern(random));
                reaches.add(List.of(SELF, ENTRIES, BELOW).get(random.nextInt(3)));
                builder.add(ByteString.utf8(globs.get(rule)), reaches.get(rule), rule);
            }
            PathTable table = builder.build();
            RuleHits hits = new RuleHits(rules);
            for (int i = 0; i < 60; i++) {
                String path = path(random);
                int[] expected = IntStream.range(0, rules)
                        .filter(rule -> NaiveGlob.covers(globs.get(rule), reaches.get(rule), path))
                        .toArray();
                hits.clear();
                table.match(ByteString.utf8(path), hits);
                assertThat(hits.sorted())
                        .as("%s in %s %s", path, globs, reaches)
                        .containsExactly(expected);
            }
        }
    }

    private static String pattern(Random random) {
        StringBuilder glob = new StringBuilder();
        int segments = random.nextInt(5);
        for (int i = 0; i < segments; i++) {
            glob.append('/')
                    .append(
                            switch (random.nextInt(10)) {
                                case 0 -> "*";
                                case 1 -> "**";
                                case 2 -> "a*";
                                case 3 -> "[ab]?";
                                case 4 -> random.nextInt(4) == 0 ? "a**b" : "*b";
                                default -> name(random);
                            });
        }
        return glob.isEmpty() ? "/" : glob.toString();
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder();
        int segments = random.nextInt(6);
        for (int i = 0; i < segments; i++) {
            path.append('/').append(name(random));
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    private static String name(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "a";
            case 1 -> "b";
            case 2 -> "ab";
            case 3 -> "ba";
            case 4 -> "c";
            default -> "aab";
        };
    }

    @Test
    void walksALongPathUnderManyDeepRulesInLinearTime() {
        PathTable.Builder builder = new PathTable.Builder();
        for (int rule = 0; rule < 1000; rule++) {
            builder.add(ByteString.utf8("/**/a/**/a/**/a/**/x" + rule), SELF, rule);
        }
        PathTable table = builder.build();
        RuleHits hits = new RuleHits(1000);
        ByteString path = ByteString.utf8("/a".repeat(2047));
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            table.match(path, hits);
        }
        assertThat(hits.isEmpty()).isTrue();
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    }
}
