package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.EventMatcher;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What events say of their container in a task of Amazon ECS. */
class TaskMetadataIT {
    private static final String VARIABLE = "ECS_CONTAINER_METADATA_URI_V4";
    private static final String CONTAINER =
            "{\"DockerId\":\"t-1\",\"Name\":\"app\",\"Image\":\"registry/app:1\",\"Labels\":{\"a\":\"b\"}}";
    private static final String TASK = """
            {"Cluster":"arn:aws:ecs:eu-west-1:111122223333:cluster/c","Family":"fam","Revision":"7",
             "TaskARN":"arn:aws:ecs:eu-west-1:111122223333:task/c/t","Containers":[%s]}
            """.formatted(CONTAINER);
    private static final EventMatcher READ = event("file_access");

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private Watched run(String base) {
        return ShrikeRun.of(
                        Command.shell(directory, "cat /etc/hostname; echo end").withEnvironment(VARIABLE, base))
                .policyText("""
                        fileIntegrityMonitoring:
                          paths: [{path: /etc/hostname, events: [open], severity: high}]
                        networkMonitoring:
                          outboundConnections: {allowlist: [192.0.2.0/24]}
                        """)
                .run();
    }

    @Test
    void saysTheContainerAndItsTask() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Map.of("/v4/x", CONTAINER, "/v4/x/task", TASK)
                .forEach((path, json) -> server.createContext(path, exchange -> {
                    try (exchange) {
                        byte[] body = json.getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                    }
                }));
        server.start();
        try {
            Watched watched = run("http://127.0.0.1:" + server.getAddress().getPort() + "/v4/x");
            watched.check()
                    .contains(READ.with("container.id", "t-1")
                            .with("container.name", "app")
                            .with("container.image", "registry/app:1")
                            .with("container.taskArn", "arn:aws:ecs:eu-west-1:111122223333:task/c/t")
                            .with("container.clusterArn", "arn:aws:ecs:eu-west-1:111122223333:cluster/c")
                            .with("container.taskFamily", "fam")
                            .with("container.taskRevision", "7"))
                    .containsNone(event("network_connection"));
            assertThat(watched.ran().stderr()).doesNotContain("metadata");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void saysOnceThatTheEndpointDoesNotAnswerAndLeavesTheProgramAlone() {
        Watched watched = run("http://127.0.0.1:" + Host.freePort() + "/v4/x");
        assertThat(watched.ending()).isEqualTo(new Ending.Exited(0));
        watched.check()
                .contains(
                        READ,
                        event("sensor_status")
                                .where(
                                        "status.notes",
                                        "names the variable",
                                        notes -> notes.toString()
                                                .contains(VARIABLE + " cannot be read: cannot connect")))
                .containsNone(READ.present("container"));
        assertThat(watched.ran().stderr()).containsOnlyOnce(VARIABLE + " cannot be read: cannot connect");
    }
}
