package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.it.harness.Alone;
import io.shrike.it.harness.Command;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that people run, under the aggressive policy: same output, same exit code as alone. */
class RealProgramsIT {
    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @Test
    void nginxServesWrk() {
        Host.needs("nginx");
        Host.needs("wrk");
        Host.needs("curl");
        Watched watched = same("""
                mkdir logs && echo 'a page' >page && cat >nginx.conf <<END
                worker_processes 2; pid nginx.pid; error_log error.log; daemon off;
                events { worker_connections 128; }
                http { access_log off; client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3;
                  uwsgi_temp_path t4; scgi_temp_path t5;
                  server { listen 127.0.0.1:%1$d; root $PWD; } }
                END
                nginx -p $PWD -c nginx.conf -e error.log & server=$!
                for i in $(seq 200); do curl -s -o /dev/null http://127.0.0.1:%1$d/page && break; sleep 0.05; done
                curl -s http://127.0.0.1:%1$d/page
                curl -s -o /dev/null -w '%%{http_code}\\n' http://127.0.0.1:%1$d/missing
                wrk -t 2 -c 8 -d 2s http://127.0.0.1:%1$d/page >wrk.out; echo "wrk $?"
                grep -cE 'Non-2xx|Socket errors' wrk.out
                kill -QUIT $server; wait $server; echo "nginx $?"
                """.formatted(Host.freePort()));
        assertThat(watched.ran().stdout()).isEqualTo("a page\n404\nwrk 0\n0\nnginx 0\n");
    }

    @Test
    void redisServesItsBenchmark() {
        Host.needs("redis-server");
        Host.needs("redis-benchmark");
        Watched watched = same("""
                redis-server --port %1$d --bind 127.0.0.1 --save '' --dir $PWD >redis.log & server=$!
                for i in $(seq 200); do redis-cli -p %1$d ping >pong 2>&1 && break; sleep 0.05; done
                cat pong
                redis-benchmark -p %1$d -n 20000 -c 10 -q -t set,get,lpush >bench.out 2>&1; echo "benchmark $?"
                redis-cli -p %1$d set key value; redis-cli -p %1$d get key
                redis-cli -p %1$d save
                redis-cli -p %1$d shutdown nosave; wait $server; echo "redis $?"
                """.formatted(Host.freePort()));
        assertThat(watched.ran().stdout()).isEqualTo("PONG\nbenchmark 0\nOK\nvalue\nOK\nredis 0\n");
    }

    @Test
    void postgresqlServesPgbench() throws IOException {
        Host.needs("pgbench");
        Host.needs("initdb");
        int user = postgresUser();
        int port = Host.freePort();
        String script = """
                PATH=$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
                initdb -D data -U shrike -A trust --no-sync >initdb.out 2>&1; echo "initdb $?"
                pg_ctl -D data -s -w -l server.log -o "-p %1$d -c fsync=off -c listen_addresses=127.0.0.1 -k $PWD" start
                echo "start $?"
                PGHOST=127.0.0.1 PGPORT=%1$d PGUSER=shrike PGDATABASE=postgres
                export PGHOST PGPORT PGUSER PGDATABASE
                pgbench -i -q -s 1 >init.out 2>&1; echo "prepare $?"
                pgbench -c 4 -j 2 -t 100 2>&1 | grep 'actually processed'
                psql -At -c 'select count(*) from pgbench_history'
                pg_ctl -D data -s -m fast stop; echo "stop $?"
                """.formatted(port);
        Watched watched =
                Alone.same(() -> Command.shell(fresh(), script).asUser(user).within(Duration.ofMinutes(2)));
        assertThat(watched.ran().stdout())
                .startsWith("initdb 0\nstart 0\nprepare 0\n")
                .endsWith("\n400\nstop 0\n");
    }

    @Test
    void mavenBuildsAProject() {
        Host.needs("mvn");
        String script = """
                mkdir -p src/main/java && echo 'class A { int b; }' >src/main/java/A.java && cat >pom.xml <<END
                <project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId>
                <version>1</version><properties><maven.compiler.release>11</maven.compiler.release>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
                <build><plugins>
                <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.15.0</version></plugin>
                <plugin><artifactId>maven-resources-plugin</artifactId><version>3.4.0</version></plugin>
                </plugins></build></project>
                END
                mvn -o -B -q compile 2>&1; echo "maven $?"; ls target/classes
                """;
        Ran alone = Command.shell(fresh(), script).alone();
        assumeTrue(alone.stdout().contains("maven 0"), "Maven's plugins are not in the local repository: " + alone);
        Watched watched = ShrikeRun.aggressive(Command.shell(fresh(), script).within(Duration.ofMinutes(2)))
                .run();
        assertThat(watched.ran().stdout()).isEqualTo(alone.stdout());
        assertThat(watched.ending()).isEqualTo(alone.ending());
    }

    @Test
    void gitClonesARepository() {
        Host.needs("git");
        same("""
                export HOME=$PWD GIT_AUTHOR_DATE='2026-01-01T00:00:00Z' GIT_COMMITTER_DATE='2026-01-01T00:00:00Z'
                git init -q -b main first && cd first && git config user.email a@b.c && git config user.name n
                for i in $(seq 50); do echo "line $i" >"file $i"; done
                git add . && git commit -q -m first && git tag v1 && git gc -q && cd ..
                git clone -q --no-local first second && cd second && git log --format=%H && git fsck 2>/dev/null
                git checkout -q -b other && echo more >>"file 1" && git commit -q -am more && git push -q origin other
                git ls-files | wc -l && git status --short && git -C ../first branch
                """);
    }

    @Test
    void pythonRunsThreadsAndPrograms() {
        Host.needs("python3");
        Watched watched = same("""
                cat >work.py <<'END'
                import subprocess, threading, os, tempfile, multiprocessing
                found = []
                def work(n):
                    for i in range(10):
                        with tempfile.NamedTemporaryFile('w+', dir='.') as f:
                            f.write('x' * n); f.flush(); os.stat(f.name)
                    out = subprocess.run(['sh', '-c', f'echo {n}; exit {n}'], capture_output=True, text=True)
                    found.append((int(out.stdout), out.returncode))
                threads = [threading.Thread(target=work, args=(n,)) for n in range(12)]
                [t.start() for t in threads]; [t.join() for t in threads]
                print(sorted(found))
                with multiprocessing.Pool(3) as pool:
                    print(sum(pool.map(abs, range(-100, 0))))
                try:
                    subprocess.run(['/nonexistent/program'])
                except FileNotFoundError as e:
                    print(e)
                print(subprocess.run('kill -SEGV $$', shell=True).returncode)
                END
                python3 work.py
                """);
        watched.check().contains(event("process_execution"));
    }

    @Test
    void rustAndNodeProgramsRun() {
        Host.needs("node");
        same("""
                cat >work.js <<'END'
                const fs = require('fs'), { execFileSync, spawn } = require('child_process'), net = require('net')
                for (let i = 0; i < 50; i++) fs.writeFileSync(`f${i}`, 'x'.repeat(i))
                console.log(fs.readdirSync('.').length, String(execFileSync('echo', ['from', 'a', 'child'])).trim())
                const server = net.createServer(s => s.end('bye')).listen(0, '127.0.0.1', () =>
                  net.connect(server.address().port, '127.0.0.1').on('data', d => console.log(String(d))).on('close', () => server.close()))
                spawn('sh', ['-c', 'exit 5']).on('exit', code => console.log('child', code))
                END
                node work.js | sort
                """);
    }

    @Test
    void stressNgFindsNoFailure() {
        Host.needs("stress-ng");
        String stressors =
                "stress-ng --temp-path . --fork 1 --clone 1 --exec 1 --signal 1 --futex 1 --mmap 1 --mmap-bytes 16m --timeout 4s";
        Watched watched =
                same(stressors + " >out 2>&1; echo \"stress-ng $?\"; grep -ciE 'unsuccessful|fail:' out; true");
        assertThat(watched.ran().stdout()).isEqualTo("stress-ng 0\n0\n");
    }

    @Test
    void aShellDoesItsEverydayWork() {
        same("""
                mkdir -p a/b/c && cd a && seq 1000 | tee b/numbers | sort -rn | head -3
                tar cf - b | (mkdir x && cd x && tar xf - && ls -R . | sort)
                find . -type f -exec wc -l {} + ; find . -name numbers -delete; ls b
                (trap 'echo trapped' TERM; kill -TERM $(sh -c 'echo $PPID'); echo after)
                cat <<END | while read a; do echo "got $a"; done
                one
                two
                END
                timeout 0.2 sleep 10; echo "timeout $?"
                yes | head -100000 | wc -l; mkfifo pipe; (echo through >pipe &) ; cat pipe
                """);
    }

    private Watched same(String script) {
        return Alone.same(() -> Command.shell(fresh(), script).within(Duration.ofSeconds(90)));
    }

    /** PostgreSQL refuses to run as root. */
    private static int postgresUser() throws IOException {
        if (!Host.isRoot()) {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        }
        return Host.userWithAccount();
    }

    private Path fresh() {
        try {
            Path place = Files.createTempDirectory(directory, "run");
            return Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
