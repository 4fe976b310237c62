package io.shrike.app.installed;

import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import io.shrike.model.ProgramFile;
import io.shrike.policy.installed.PackageDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a command of pip or npm may put its packages: beside the interpreter, in the user's home, in a virtual environment, in
 * the project, and where its options say. More folders than one command can use; what does not change is not told.
 */
final class Folders {
    private static final List<String> LIBRARIES = List.of("lib", "lib64", "local/lib");
    private static final List<String> OF_PYTHON = List.of("site-packages", "dist-packages");
    private static final List<String> TARGET = List.of("-t", "--target");
    private static final List<String> PREFIX = List.of("--prefix", "-C", "--dir", "--cwd");
    private static final List<String> GLOBAL = List.of("-g", "--global", "--location=global", "global");
    private static final String MODULES = "node_modules";
    private static final int DEEPEST = 64;

    private final Path root;
    private final Path cwd;
    private final List<String> words;
    private final Map<String, String> environment;
    private final List<Path> programs;
    private final Set<String> found = new LinkedHashSet<>();

    private Folders(ExecActivity exec, Event.Observed event) {
        int pid = event.process().pid();
        root = link(Path.of("/proc", Integer.toString(pid), "root"));
        cwd = event.process().cwd().asOptional().map(Folders::path).orElse(root);
        words = exec.arguments().asOptional().orElse(List.of()).stream()
                .map(ByteString::escaped)
                .toList();
        environment = environment(pid);
        programs = Stream.concat(
                        exec.requestedPath().asOptional().stream(),
                        exec.files().stream().map(ProgramFile::path).flatMap(path -> path.asOptional().stream()))
                .map(path -> cwd.resolve(path(path)))
                .toList();
    }

    /** Relative to the root directory of the process; none where the event is of no exec. */
    static List<String> of(PackageDatabase database, Event.Observed event) {
        if (!(event.activity() instanceof ExecActivity exec)) {
            return List.of();
        }
        Folders folders = new Folders(exec, event);
        switch (database) {
            case PYTHON -> folders.python();
            case NODE -> folders.node();
            case DPKG, APK, RPM -> {}
        }
        return List.copyOf(folders.found);
    }

    private static Path path(ByteString bytes) {
        return Path.of(new String(bytes.toArray(), StandardCharsets.UTF_8).replace("\0", ""));
    }

    private static Path link(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException | SecurityException _) {
            return Path.of("/");
        }
    }

    private static Map<String, String> environment(int pid) {
        Map<String, String> variables = new HashMap<>();
        try {
            byte[] text = Files.readAllBytes(Path.of("/proc", Integer.toString(pid), "environ"));
            for (String variable : new String(text, StandardCharsets.UTF_8).split("\0")) {
                int equals = variable.indexOf('=');
                if (equals > 0) {
                    variables.put(variable.substring(0, equals), variable.substring(equals + 1));
                }
            }
        } catch (IOException | SecurityException _) {
            // it has ended, or is another user's
        }
        return variables;
    }

    private Stream<String> variables(String... names) {
        return Stream.of(names).map(environment::get).filter(value -> value != null && !value.isEmpty());
    }

    private void python() {
        options(TARGET).forEach(target -> add(cwd.resolve(target)));
        variables("PIP_TARGET").forEach(target -> add(cwd.resolve(target)));
        options(PREFIX).forEach(prefix -> pythonPrefix(cwd.resolve(prefix)));
        variables("VIRTUAL_ENV", "PYTHONUSERBASE", "PIP_PREFIX").forEach(prefix -> pythonPrefix(cwd.resolve(prefix)));
        variables("HOME").forEach(home -> pythonPrefix(cwd.resolve(home).resolve(".local")));
        pythonPrefix(cwd.resolve(".venv"));
        prefixes().forEach(this::pythonPrefix);
    }

    private void pythonPrefix(Path prefix) {
        for (String library : LIBRARIES) {
            for (String packages : OF_PYTHON) {
                add(prefix.resolve(library + "/python*/" + packages));
            }
        }
    }

    private void node() {
        options(PREFIX).forEach(prefix -> {
            add(cwd.resolve(prefix).resolve(MODULES));
            add(cwd.resolve(prefix).resolve("lib").resolve(MODULES));
        });
        if (words.stream().anyMatch(GLOBAL::contains)) {
            Stream.concat(
                            prefixes(),
                            Stream.concat(
                                    Stream.of(Path.of("/usr/local")),
                                    variables("npm_config_prefix", "NPM_CONFIG_PREFIX")
                                            .map(cwd::resolve)))
                    .forEach(prefix -> add(prefix.resolve("lib").resolve(MODULES)));
        }
        Path project = cwd;
        for (int i = 0; i < DEEPEST && project != null; i++) {
            add(project.resolve(MODULES));
            project = project.getParent();
        }
    }

    /** Of {@code PREFIX/bin/PROGRAM}. */
    private Stream<Path> prefixes() {
        return programs.stream()
                .map(Path::getParent)
                .filter(folder -> folder != null && folder.endsWith("bin"))
                .map(Path::getParent)
                .filter(prefix -> prefix != null);
    }

    /** Values of {@code -t DIR}, {@code --target DIR} and {@code --target=DIR}. */
    private List<String> options(List<String> names) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.indexOf('=');
            if (names.contains(word) && i + 1 < words.size()) {
                values.add(words.get(i + 1));
            } else if (equals > 0 && names.contains(word.substring(0, equals))) {
                values.add(word.substring(equals + 1));
            }
        }
        return values;
    }

    /** Paths are the sensor's; what lies below the root of the process is relative to that. */
    private void add(Path folder) {
        Path absolute = Path.of("/").resolve(folder).normalize();
        Path below = absolute.startsWith(root)
                ? root.relativize(absolute)
                : Path.of("/").relativize(absolute);
        found.add(below.toString());
    }
}
