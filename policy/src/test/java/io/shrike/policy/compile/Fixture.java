package io.shrike.policy.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.Activity.FileActivity;
import io.shrike.model.Activity.NetworkActivity;
import io.shrike.model.Ancestor;
import io.shrike.model.ByteString;
import io.shrike.model.Decision;
import io.shrike.model.Endpoint;
import io.shrike.model.Field;
import io.shrike.model.FileEffect;
import io.shrike.model.FileOperation;
import io.shrike.model.FileTarget;
import io.shrike.model.IpAddress;
import io.shrike.model.NetworkOperation;
import io.shrike.model.ProcessRef;
import io.shrike.model.ProgramFile;
import io.shrike.model.Protocol;
import io.shrike.model.RuleMatch;
import io.shrike.model.StandardSocket;
import io.shrike.policy.document.PolicyDocument;
import io.shrike.policy.yaml.ParseResult;
import io.shrike.policy.yaml.PolicyParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Policies from text, and activities in one line each. */
final class Fixture {
    private static final Map<String, Set<String>> FAMILIES = Map.of(
            "open", Set.of("open", "openat", "openat2", "creat"),
            "rename", Set.of("rename", "renameat", "renameat2"),
            "chmod", Set.of("chmod", "fchmod", "fchmodat", "fchmodat2"),
            "execve", Set.of("execve", "execveat"),
            "unlink", Set.of("unlink", "unlinkat"),
            "ptrace", Set.of("ptrace"));

    private Fixture() {}

    /** The documents of the sections, each with its header. */
    static List<PolicyDocument> documents(String... sections) {
        List<PolicyDocument> documents = new ArrayList<>();
        for (int i = 0; i < sections.length; i++) {
            String text = "apiVersion: security.qualys.com/v1\nkind: TracingPolicy\nmetadata:\n  name: p" + i + "\n"
                    + sections[i];
            ParseResult result =
                    PolicyParser.parse("p" + i, text.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
            assertThat(result.hasErrors()).as("%s", result.problems()).isFalse();
            documents.addAll(result.documents());
        }
        return documents;
    }

    static CompiledPolicy compile(String... sections) {
        return compile(UnaryOperator.identity(), sections);
    }

    static CompiledPolicy compile(UnaryOperator<ByteString> canonical, String... sections) {
        return new PolicyCompiler(name -> FAMILIES.getOrDefault(name, Set.of()), canonical)
                .compile(documents(sections));
    }

    static ByteString bytes(String text) {
        return ByteString.utf8(text);
    }

    static List<ByteString> allBytes(String... texts) {
        return Arrays.stream(texts).map(ByteString::utf8).toList();
    }

    static ProcessRef process(String executable, String... arguments) {
        return process(executable, List.of(arguments), List.of());
    }

    static ProcessRef process(String executable, List<String> arguments, List<Ancestor> ancestors) {
        return new ProcessRef(
                12,
                12,
                1,
                Field.known(bytes(executable)),
                Field.known(arguments.stream().map(ByteString::utf8).toList()),
                Field.known(1000),
                Field.known(1000),
                Field.known(bytes("/srv/app")),
                Field.known(Instant.EPOCH),
                ancestors);
    }

    static Ancestor ancestor(String executable, String... arguments) {
        return new Ancestor(1, Field.known(bytes(executable)), Field.known(allBytes(arguments)));
    }

    static ProcessRef shell() {
        return process("/usr/bin/bash", "bash");
    }

    static FileTarget existing(String path) {
        return FileTarget.ofPath(bytes(path));
    }

    static FileTarget missing(String path) {
        return new FileTarget(Field.known(bytes(path)), Field.known(bytes(path)), false, false, 0, 0);
    }

    static FileTarget directory(String path) {
        return new FileTarget(Field.known(bytes(path)), Field.known(bytes(path)), true, true, 1, 2);
    }

    static FileTarget inode(String path, long inode) {
        return new FileTarget(Field.known(bytes(path)), Field.known(bytes(path)), true, false, 1, inode);
    }

    static FileActivity file(String syscall, FileTarget target, FileOperation... operations) {
        return new FileActivity(
                syscall, List.of(new FileEffect(target, Set.of(operations))), List.of(), Optional.empty());
    }

    static FileActivity rename(FileTarget from, FileTarget to) {
        return new FileActivity(
                "rename",
                List.of(
                        new FileEffect(from, Set.of(FileOperation.RENAME, FileOperation.UNLINK)),
                        new FileEffect(to, Set.of(FileOperation.RENAME, FileOperation.WRITE))),
                List.of(),
                Optional.empty());
    }

    static ExecActivity exec(String path, String... arguments) {
        return exec(path, path, List.of(), arguments);
    }

    static ExecActivity exec(String requested, String program, List<String> interpreters, String... arguments) {
        return exec(requested, program, interpreters, List.of(), arguments);
    }

    static ExecActivity exec(
            String requested,
            String program,
            List<String> interpreters,
            List<StandardSocket> sockets,
            String... arguments) {
        return new ExecActivity(
                "execve",
                Field.known(bytes(requested)),
                ProgramFile.ofPath(bytes(program)),
                interpreters.stream()
                        .map(path -> ProgramFile.ofPath(bytes(path)))
                        .toList(),
                Field.known(allBytes(arguments)),
                Field.known(List.of()),
                sockets);
    }

    static NetworkActivity connect(String address, int port) {
        return connect(address, port, Optional.empty());
    }

    static NetworkActivity connect(String address, int port, Optional<String> domain) {
        return new NetworkActivity(
                "connect",
                NetworkOperation.CONNECT,
                Protocol.TCP,
                Optional.empty(),
                Optional.of(Field.known(new Endpoint.Inet(address(address), port))),
                domain);
    }

    static NetworkActivity local(NetworkOperation operation, Protocol protocol, String address, int port) {
        return new NetworkActivity(
                "listen",
                operation,
                protocol,
                Optional.of(Field.known(new Endpoint.Inet(address(address), port))),
                Optional.empty(),
                Optional.empty());
    }

    /** Dotted decimal, or eight groups of hexadecimal. */
    static IpAddress address(String text) {
        if (text.indexOf('.') > 0) {
            int bits = 0;
            for (String part : text.split("\\.")) {
                bits = bits << 8 | Integer.parseInt(part);
            }
            return IpAddress.v4(bits);
        }
        String[] groups = text.split(":");
        long[] words = new long[2];
        for (int i = 0; i < 8; i++) {
            words[i / 4] = words[i / 4] << 16 | Long.parseLong(groups[i], 16);
        }
        return IpAddress.v6(words[0], words[1]);
    }

    /** The places of the rules that a decision lists. */
    static List<String> rules(Decision decision) {
        return decision.matches().stream().map(RuleMatch::rule).toList();
    }
}
