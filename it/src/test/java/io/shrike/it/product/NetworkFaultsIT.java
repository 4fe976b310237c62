package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network of the test's own that swallows what is sent, and a name server that takes its time: nothing is lost, nobody waits. */
class NetworkFaultsIT {
    private static final int PORT = 8099;

    /** Takes batches, and writes the id of each event into the file "received". */
    private static final String RECEIVER = """
            import http.server, json, socketserver
            class Handler(http.server.BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"
                def do_POST(self):
                    body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                    with open("received", "a") as out:
                        out.writelines(event["eventId"] + "\\n" for event in body["events"])
                    self.send_response(200)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                def log_message(self, *words):
                    pass
            class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
                allow_reuse_address = True
                daemon_threads = True
            Server(("127.0.0.1", %d), Handler).serve_forever()
            """.formatted(PORT);

    /** Answers each question for an address with 127.0.0.1, four seconds late. */
    private static final String SLOW_NAMES = """
            import socket, struct, threading, time
            server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            server.bind(("127.0.0.1", 53))
            def answer(question, peer):
                with open("asked", "a") as out:
                    out.write("asked\\n")
                time.sleep(4)
                end = question.index(b"\\0", 12) + 5
                kind = struct.unpack(">H", question[end - 4:end - 2])[0]
                record = b"\\xc0\\x0c" + struct.pack(">HHIH", 1, 1, 1, 4) + bytes([127, 0, 0, 1]) if kind == 1 else b""
                head = question[:2] + struct.pack(">HHHHH", 0x8180, 1, 1 if record else 0, 0, 0)
                server.sendto(head + question[12:end] + record, peer)
            while True:
                threading.Thread(target=answer, args=server.recvfrom(512), daemon=True).start()
            """;

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @BeforeEach
    void needsANetworkOfItsOwn() {
        Host.needsRoot();
        List.of("unshare", "ip", "python3", "mount").forEach(Host::needs);
    }

    /** {@code before} and {@code after} surround the run in the same namespaces. */
    private Watched run(String host, String before, String script, String after) throws IOException {
        Files.writeString(directory.resolve("receiver.py"), RECEIVER);
        Files.writeString(directory.resolve("names.py"), SLOW_NAMES);
        String wrapper = "ip link set lo up && cd '" + directory + "' && { " + before + "; \"$@\"; status=$?; " + after
                + "; exit $status; }";
        return ShrikeRun.of(Command.shell(directory, script)
                        .wrappedIn("unshare", "-mn", "sh", "-c", wrapper, "sh")
                        .within(Duration.ofMinutes(3)))
                .option("--journal", directory.resolve("journal").toString(), "--drain-timeout", "60")
                .policyText("""
                        actions:
                          alert:
                            destinations: [{type: webhook, endpoint: "http://%s:%d/hook", allowInsecure: true}]
                        performance: {batchSize: 5, batchTimeout: 0.1}
                        fileIntegrityMonitoring:
                          paths: [{path: /etc/hostname, events: [open], severity: high}]
                        """.formatted(host, PORT))
                .run();
    }

    private static List<String> alerts(Watched watched) {
        return watched.ofType("file_access").stream()
                .flatMap(event -> event.text("eventId").stream())
                .toList();
    }

    private List<String> received() throws IOException {
        return Files.readAllLines(directory.resolve("received"));
    }

    private static Json state(Watched watched) {
        return watched.events().getLast().items("status.destinations").getFirst();
    }

    /** What was sent while the link was down, and the end of the server, never arrive: the connection is open on one side only. */
    @Test
    void aConnectionThatIsOpenOnOneSideOnly() throws IOException {
        String serve = "python3 receiver.py & echo $! >server";
        String reads = "for i in 1 2 3 4 5 6 7 8; do read x </etc/hostname; done";
        String script = reads + "; i=0; while [ $i -lt 300 ] && [ \"$(cat received 2>/dev/null | wc -l)\" -lt 8 ];"
                + " do sleep 0.1; i=$((i+1)); done; ip link set lo down; " + reads
                + "; sleep 1; kill -9 $(cat server); sleep 1; ip link set lo up; "
                + serve.replace("&", ">/dev/null 2>&1 &")
                + "; sleep 1; " + reads;
        Watched watched = run("127.0.0.1", serve, script, "kill $(cat server)");
        assertThat(alerts(watched)).hasSize(24);
        assertThat(new HashSet<>(received())).containsExactlyInAnyOrderElementsOf(alerts(watched));
        assertThat(state(watched).number("delivered")).contains(24L);
        assertThat(state(watched).at("failures").orElseThrow().toString())
                .as("it was noticed")
                .containsAnyOf("connectionBroken", "connect", "timeout");
    }

    @Test
    void aNameServerThatTakesItsTime() throws IOException {
        String before = "echo 'nameserver 127.0.0.1' >resolv && echo 'options timeout:10' >>resolv"
                + " && mount --bind resolv /etc/resolv.conf; python3 names.py & echo $! >names;"
                + " python3 receiver.py & echo $! >server; sleep 0.5";
        String script =
                "date +%s%N >begun; for i in 1 2 3 4 5 6 7 8; do read x </etc/hostname; done; date +%s%N >ended";
        Watched watched = run("events.example", before, script, "kill $(cat names) $(cat server)");
        assertThat(alerts(watched)).hasSize(8);
        assertThat(received()).containsExactlyInAnyOrderElementsOf(alerts(watched));
        assertThat(Files.readAllLines(directory.resolve("asked"))).isNotEmpty();
        long nanos = Long.parseLong(Files.readString(directory.resolve("ended")).strip())
                - Long.parseLong(Files.readString(directory.resolve("begun")).strip());
        assertThat(Duration.ofNanos(nanos)).as("the program did not wait").isLessThan(Duration.ofSeconds(3));
    }
}
