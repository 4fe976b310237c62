package io.shrike.app.container;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What the endpoint answers for a task of two containers, in the form of Fargate. */
final class Answers {
    static final String OWN_ID = "cd189a933e5849daa93386466019ab50-2495160603";
    static final String OTHER_ID = "cd189a933e5849daa93386466019ab50-1111111111";
    static final String TASK_ARN = "arn:aws:ecs:us-west-2:111122223333:task/default/cd189a933e5849daa93386466019ab50";

    private Answers() {}

    static byte[] container() {
        return container(OWN_ID, "app").getBytes(UTF_8);
    }

    static byte[] task(String cluster) {
        return """
                {"Cluster": "%s", "TaskARN": "%s", "Family": "curltest", "Revision": "3", "Limits": {"CPU": 0.25},
                 "Containers": [%s, null, %s], "LaunchType": "FARGATE"}
                """.formatted(cluster, TASK_ARN, container(OWN_ID, "app"), container(OTHER_ID, "proxy"))
                .getBytes(UTF_8);
    }

    private static String container(String id, String name) {
        return """
                {"DockerId": "%s", "Name": "%s", "Image": "registry/%s:1", "Ports": [{"Name": "http"}],
                 "Labels": {"Name": "not the name"}, "Networks": [{"DockerId": "not the id"}]}
                """.formatted(id, name, name);
    }
}
