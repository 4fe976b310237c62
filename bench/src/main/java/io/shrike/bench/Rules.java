package io.shrike.bench;

import io.shrike.model.IpAddress;
import io.shrike.policy.document.Cidr;
import io.shrike.policy.yaml.ParseResult;
import io.shrike.policy.yaml.PolicyParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Policies of any size, as text. A longer one begins with the rules of a shorter one. */
final class Rules {
    /** Ten rules of each kind. */
    static final int FEW = 10;
    /** The paths and names of the large policy; it has ten times as many networks. */
    static final int MANY = 10_000;

    private Rules() {}

    static String path(int i) {
        return switch (i % 4) {
            case 0 -> "/srv/app" + i + "/conf";
            case 1 -> "/srv/*/x" + i + "/*.conf";
            case 2 -> "/srv/site" + i + "-*/data";
            default -> "/var/**/k" + i;
        };
    }

    static String name(int i) {
        return switch (i % 3) {
            case 0 -> "/usr/bin/tool" + i;
            case 1 -> "tool" + i;
            default -> "t" + i + "-*";
        };
    }

    /** Ten networks for few rules, a hundred thousand for many: three of four IPv4 with prefixes from 16 to 32. */
    static List<Cidr> networks(int rules) {
        Random random = new Random(7);
        List<Cidr> networks = new ArrayList<>();
        int count = rules == FEW ? FEW : 10 * rules;
        for (int i = 0; i < count; i++) {
            boolean v6 = i % 4 == 3;
            int prefix = v6 ? 40 + random.nextInt(25) : 16 + random.nextInt(17);
            long high = 0x2001_0db8_0000_0000L | random.nextInt() >>> 8;
            networks.add(
                    v6
                            ? new Cidr(IpAddress.v6(high & -1L << (64 - prefix), 0), prefix)
                            : new Cidr(IpAddress.v4(random.nextInt() & -1 << (32 - prefix)), prefix));
        }
        return networks;
    }

    /** The text of a policy with this many paths and names, and {@link #networks}. */
    static byte[] text(int rules) {
        return text(rules, rules, networks(rules));
    }

    static byte[] text(int paths, int names, List<Cidr> networks) {
        StringBuilder text = new StringBuilder("apiVersion: security.qualys.com/v1\nkind: TracingPolicy\n"
                + "metadata: {name: bench}\nfileIntegrityMonitoring:\n  paths:\n");
        for (int i = 0; i < paths; i++) {
            text.append("    - {path: '")
                    .append(path(i))
                    .append("', recursive: ")
                    .append(i % 2 == 0)
                    .append(", events: [write]}\n");
        }
        text.append("processExecution:\n  trackedExecutables:\n");
        for (int i = 0; i < names; i++) {
            text.append("    - {name: '").append(name(i)).append("'}\n");
        }
        text.append("networkMonitoring:\n  outboundConnections:\n    logAllowed: false\n    blocklist:\n");
        networks.forEach(cidr -> text.append("      - '").append(cidr).append("'\n"));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static ParseResult parse(byte[] text) {
        ParseResult result = PolicyParser.parse("bench", text, _ -> Optional.empty());
        if (result.hasErrors()) {
            throw new IllegalStateException(result.problems().toString());
        }
        return result;
    }
}
