package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Repository;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What curl and wget fetch, and where the event says that it goes: the file is there afterwards. */
class DownloadIT {
    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Disposition", "attachment; filename=chosen");
            exchange.sendResponseHeaders(200, 4);
            exchange.getResponseBody().write(new byte[] {'d', 'a', 't', 'a'});
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            curl -s -o out.bin URL/a               | out.bin      | true
            curl -s -o out.bin URL/a               | out.bin      | false
            curl -sO URL/a -O URL/b                | a b          | true
            curl -s --output-dir d -o x URL/a      | d/x          | true
            curl -s --output-dir d -OJ URL/a       | d/           | false
            curl -s URL/a                          | -            | true
            wget -q URL/a URL/b?c                  | a b?c        | false
            wget -q -P d URL/a                     | d/a          | true
            wget -q -O out URL/a URL/b             | out out      | false
            wget -q -P d --content-disposition URL/a | d/         | true
            """)
    void namesUrlsAndTargets(String line, String targets, boolean root) throws IOException {
        Host.needs(line.substring(0, line.indexOf(' ')));
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Command command = Command.shell(directory, "mkdir d && env no_proxy=* " + line.replace("URL", url));
        Watched watched = ShrikeRun.of(as(root, command))
                .policy(Repository.policy("software-detection-policy"))
                .run();
        assertThat(watched.ending()).as("%s", watched.ran()).isEqualTo(new Ending.Exited(0));
        watched.check().containsExactly(1, event("file_download").having("process.arguments", url + "/a"));
        Json files =
                watched.ofType("file_download").getFirst().at("download.files").orElseThrow();
        assertThat(files).isInstanceOf(Json.Array.class);
        assertThat(((Json.Array) files)
                        .items().stream()
                                .map(file -> file.text("target").orElse("none"))
                                .toList())
                .isEqualTo(List.of(targets.split(" ")));
        for (String target : targets.split(" ")) {
            assertThat(target.equals("-")
                            || Files.exists(directory.resolve(target.endsWith("/") ? "d/chosen" : target)))
                    .as("%s is there", target)
                    .isTrue();
        }
    }

    private static Command as(boolean root, Command command) {
        if (root) {
            Host.needsRoot();
            return command;
        }
        Host.needsReachableRepository();
        return command.asUser(Host.ORDINARY_USER);
    }
}
