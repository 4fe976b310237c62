package io.shrike.policy.yaml;

import java.util.LinkedHashMap;
import java.util.Map;

/** Destinations with every key they have, for {@link GeneratedPolicies}, which changes them. */
final class GeneratedDestinations {
    private GeneratedDestinations() {}

    static Map<String, Object> file() {
        return map(
                "type",
                "file",
                "path",
                "/a",
                "maxSizeMiB",
                10,
                "maxAgeHours",
                24,
                "keep",
                3,
                "compression",
                "gzip",
                "format",
                "native");
    }

    static Map<String, Object> syslog() {
        return map(
                "type",
                "syslog",
                "endpoint",
                "tcp://h:514",
                "allowInsecure",
                true,
                "caFile",
                "/ca",
                "facility",
                "local3",
                "format",
                "ocsf");
    }

    static Map<String, Object> sns() {
        return map("type", "sns", "topicArn", "arn:aws:sns:eu-west-1:123456789012:t", "region", "eu-west-1");
    }

    static Map<String, Object> cloudwatch() {
        return map(
                "type",
                "cloudwatch",
                "logGroup",
                "g",
                "logStream",
                "s",
                "namespace",
                "n",
                "region",
                "eu-west-1",
                "format",
                "native");
    }

    static Map<String, Object> eventbridge() {
        return map("type", "eventbridge", "eventBus", "b", "source", "s", "region", "eu-west-1", "format", "ocsf");
    }

    static Map<String, Object> s3() {
        return map("type", "s3", "enabled", false, "bucket", "buc", "prefix", "p", "region", "eu-west-1");
    }

    private static Map<String, Object> map(Object... words) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            map.put(words[i].toString(), words[i + 1]);
        }
        return map;
    }
}
