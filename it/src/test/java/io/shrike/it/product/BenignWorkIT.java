package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.EventMatcher;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under the built-in policy that is the default, everyday work raises nothing of severity high, and an attack does. */
class BenignWorkIT {
    private static final Ending SUCCESS = new Ending.Exited(0);

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @Test
    void nginxServesWrkInSilence() {
        Host.needs("nginx");
        Host.needs("wrk");
        Host.needs("curl");
        quiet(shell("""
                mkdir logs && echo 'a page' >page && cat >nginx.conf <<END
                worker_processes 2; pid nginx.pid; error_log error.log; daemon off;
                events { worker_connections 128; }
                http { access_log off; client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3;
                  uwsgi_temp_path t4; scgi_temp_path t5;
                  server { listen 127.0.0.1:%1$d; root $PWD; } }
                END
                nginx -p $PWD -c nginx.conf -e error.log & server=$!
                for i in $(seq 200); do curl -s -o /dev/null http://127.0.0.1:%1$d/page && break; sleep 0.05; done
                wrk -t 2 -c 8 -d 2s http://127.0.0.1:%1$d/page >wrk.out || exit 1
                grep -E 'Non-2xx|Socket errors' wrk.out && exit 2
                kill -QUIT $server; wait $server
                """.formatted(Host.freePort())));
    }

    @Test
    void redisServesItsBenchmarkInSilence() {
        Host.needs("redis-server");
        Host.needs("redis-benchmark");
        quiet(shell("""
                redis-server --port %1$d --bind 127.0.0.1 --save '' --dir $PWD >redis.log & server=$!
                for i in $(seq 200); do redis-cli -p %1$d ping >pong 2>&1 && break; sleep 0.05; done
                redis-benchmark -p %1$d -n 20000 -c 10 -q -t set,get,lpush >bench.out 2>&1 || exit 1
                redis-cli -p %1$d save && redis-cli -p %1$d shutdown nosave; wait $server
                """.formatted(Host.freePort())));
    }

    @Test
    void postgresqlServesPgbenchInSilence() {
        Host.needs("pgbench");
        Host.needs("initdb");
        Command command = shell("""
                PATH=$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
                initdb -D data -U shrike -A trust --no-sync >initdb.out 2>&1 || { cat initdb.out; exit 1; }
                pg_ctl -D data -s -w -l server.log -o "-p %1$d -c fsync=off -c listen_addresses=127.0.0.1 -k $PWD" start
                export PGHOST=127.0.0.1 PGPORT=%1$d PGUSER=shrike PGDATABASE=postgres
                pgbench -i -q -s 1 >init.out 2>&1 && pgbench -c 4 -j 2 -t 100 >bench.out 2>&1 || exit 2
                psql -At -c 'select count(*) from pgbench_history'
                pg_ctl -D data -s -m fast stop
                """.formatted(Host.freePort()));
        Watched watched = quiet(Host.isRoot() ? command.asUser(Host.userWithAccount()) : command);
        assertThat(watched.ran().stdout()).endsWith("400\n");
    }

    @Test
    void mavenBuildsAProjectInSilence() {
        Host.needs("mvn");
        Command build = shell("""
                rm -rf project && mkdir project && cd project
                mkdir -p src/main/java && echo 'class A { int b; }' >src/main/java/A.java && cat >pom.xml <<END
                <project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId>
                <version>1</version><properties><maven.compiler.release>11</maven.compiler.release>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
                <build><plugins>
                <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.15.0</version></plugin>
                <plugin><artifactId>maven-resources-plugin</artifactId><version>3.4.0</version></plugin>
                </plugins></build></project>
                END
                mvn -o -B -q compile && test -f target/classes/A.class
                """);
        Ran alone = build.alone();
        assumeTrue(alone.ending().equals(SUCCESS), "Maven's plugins are not in the local repository: " + alone);
        quiet(build);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gitWorksInSilence(boolean root) {
        Host.needs("git");
        quiet(as(root, shell("""
                export HOME=$PWD
                git config --global user.email a@b.c && git config --global user.name n
                rm -rf first second && git init -q -b main first && cd first
                for i in $(seq 50); do echo "line $i" >"file $i"; done
                git add . && git commit -q -m first && git gc -q && cd ..
                git clone -q --no-local first second && cd second && git log --format=%H && git fsck 2>/dev/null
                git checkout -q -b other && echo more >>"file 1" && git commit -q -am more && git push -q origin other
                """)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPythonWebApplicationAnswersInSilence(boolean root) throws IOException {
        Host.needs("python3");
        Files.writeString(directory.resolve("application.py"), """
                import json, sqlite3, threading, urllib.request
                from wsgiref.simple_server import WSGIRequestHandler, make_server
                class Quiet(WSGIRequestHandler):
                    def log_message(self, *words): pass
                def application(environ, start_response):
                    database = sqlite3.connect('visits.db')
                    with database:
                        database.execute('create table if not exists visit (path)')
                        database.execute('insert into visit values (?)', (environ['PATH_INFO'],))
                    count = database.execute('select count(*) from visit').fetchone()[0]
                    database.close()
                    start_response('200 OK', [('Content-Type', 'application/json')])
                    return [json.dumps({'visits': count}).encode()]
                with make_server('127.0.0.1', 0, application, handler_class=Quiet) as server:
                    threading.Thread(target=server.serve_forever, daemon=True).start()
                    for i in range(20):
                        with urllib.request.urlopen(f'http://127.0.0.1:{server.server_port}/{i}') as answer:
                            last = json.load(answer)
                    server.shutdown()
                print(last['visits'])
                """);
        // A version manager's python3 may be closed to ordinary users.
        Command command = as(root, shell("rm -f visits.db; PATH=/usr/bin:/bin:$PATH; exec python3 application.py"));
        Ran alone = command.alone();
        assumeTrue(alone.ending().equals(SUCCESS), "does not work here even alone: " + alone);
        assertThat(quiet(command).ran().stdout()).isEqualTo("20\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void listsOfPackagesAreMadeInSilence(boolean root) {
        int asked = 0;
        for (String query : List.of(
                "dpkg -l",
                "dpkg -S /bin/sh",
                "apt list --installed",
                "apt-cache policy",
                "rpm -qa",
                "apk info",
                "pip list",
                "npm ls -g",
                "gem list")) {
            if (Host.find(query.substring(0, query.indexOf(' '))).isPresent()) {
                Command command = as(root, shell(query + " >/dev/null 2>&1; echo asked"))
                        .withEnvironment("HOME", directory.toString());
                Watched watched = quiet(command);
                watched.check()
                        .containsNone(event("software_installation")
                                .matching("software.operation", "install|upgrade|remove|download"));
                asked++;
            }
        }
        assertThat(asked).as("package managers of this machine").isPositive();
    }

    @Test
    void peopleLogInInSilence() {
        Host.needsRoot();
        Host.needs("script");
        Host.needs("bash");
        for (String login : List.of("su -l", "su -l nobody -s /bin/bash", "bash -l")) {
            Watched watched = quiet(shell("printf 'id -u\\nls /\\nexit\\n' | script -qec '" + login + "' /dev/null"));
            assertThat(watched.ran().stdout()).as("output of %s", login).contains("usr");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSamePolicyTellsOfAttacks(boolean root) throws IOException {
        Files.copy(Path.of("/bin/sh"), directory.resolve("nginx"));
        Watched watched = run(as(root, Command.shell(directory, """
                sh -c 'read line </etc/shadow'; cat /etc/shadow >/dev/null 2>&1
                # Opened, but for an ordinary user refused; nothing is written.
                for file in /etc/ld.so.preload /etc/cron.d/shrike-test /etc/profile.d/shrike-test.sh /etc/passwd; do
                  test %b = true || (: >>$file) 2>/dev/null
                done
                (: <>/proc/sysrq-trigger) 2>/dev/null
                ./nginx -c 'sh -c true; true'
                LD_PRELOAD=/tmp/nothing.so /bin/true 2>/dev/null
                bash -c ': <>/dev/tcp/127.0.0.1/1' 2>/dev/null
                cp /bin/true xmrig; ./xmrig -o stratum+tcp://127.0.0.1:1; exit 0
                """.formatted(root))));
        watched.check()
                .contains(
                        reading("sh", "/etc/shadow"),
                        reading("cat", "/etc/shadow"),
                        event("file_change")
                                .with("file.path", "/proc/sysrq-trigger")
                                .with("severity", "critical"),
                        event("process_execution")
                                .having("process.arguments", "true")
                                .with("severity", "high"),
                        event("process_execution").with("process.name", "true").with("severity", "high"),
                        event("process_execution").with("process.name", "bash").with("severity", "critical"),
                        event("process_execution")
                                .with("process.executable", directory + "/xmrig")
                                .with("severity", "critical"));
        if (!root) {
            watched.check()
                    .contains(
                            writing("/etc/ld.so.preload", "critical"),
                            writing("/etc/cron.d/shrike-test", "high"),
                            writing("/etc/profile.d/shrike-test.sh", "high"),
                            writing("/etc/passwd", "high"));
        }
    }

    private static EventMatcher reading(String program, String path) {
        return event("file_access")
                .with("file.path", path)
                .with("process.name", program.equals("sh") ? shellName() : program)
                .with("severity", "critical");
    }

    private static EventMatcher writing(String path, String severity) {
        return event("file_change").with("file.path", path).with("severity", severity);
    }

    private static String shellName() {
        try {
            return Path.of("/bin/sh").toRealPath().getFileName().toString();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private Command shell(String script) {
        return Command.shell(directory, script).within(Duration.ofMinutes(2));
    }

    private static Command as(boolean root, Command command) {
        if (root) {
            Host.needsRoot();
            return command;
        }
        Host.needsReachableRepository();
        return command.asUser(Host.ORDINARY_USER);
    }

    private static Watched run(Command command) {
        Watched watched = ShrikeRun.of(command.withEnvironment("MONITORING_MODE", "balanced"))
                .run();
        assertThat(watched.ending()).as("%s", watched.ran()).isEqualTo(SUCCESS);
        watched.check().contains(event("policy_loaded").having("policy.names", "builtin-balanced"));
        return watched;
    }

    /** Runs it, and finds nothing of severity high or critical, told or withheld, though its calls did stop. */
    private static Watched quiet(Command command) {
        Watched watched = run(command);
        for (String severity : List.of("high", "critical")) {
            watched.check().containsNone(EventMatcher.any().with("severity", severity));
        }
        Json last = watched.events().getLast();
        assertThat(last.number("status.seen").orElse(0L)).as("calls seen").isGreaterThan(2L);
        assertThat(last.number("status.suppressed").orElse(-1L))
                .as("suppressed")
                .isZero();
        return watched;
    }
}
