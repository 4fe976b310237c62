package io.shrike.delivery.destination.ocsf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an event is about, by its class. */
final class Subjects {
    /** OCSF's number for a module that is mapped into memory, and for a system call. */
    private static final int MAPPED = 4;

    private static final int SYSTEM_CALL = 2;
    private static final int BY_EXEC = 3;
    private static final int BY_RULE = 1;

    private Subjects() {}

    /** Who did it. Where a program is launched that is the one before it; else, also where an exec told it, the one that runs. */
    static Map<String, Object> actor(Source source, OcsfClass of) {
        Source process = source.object("process");
        if (of == OcsfClass.PROCESS_ACTIVITY) {
            return ProcessObjects.process(process, source.object("execution").text("previousExecutable"));
        }
        return running(process);
    }

    private static Map<String, Object> running(Source process) {
        Map<String, Object> running = ProcessObjects.process(process, process.peek("executable", String.class));
        commandLine(process).ifPresent(line -> running.put("cmd_line", line));
        return running;
    }

    private static Optional<String> commandLine(Source process) {
        return Optional.of(process.texts("arguments"))
                .filter(arguments -> !arguments.isEmpty())
                .map(arguments -> String.join(" ", arguments));
    }

    static void addFile(Map<String, Object> event, Source file) {
        event.put("file", fileOf(file));
        file.text("newPath").ifPresent(path -> event.put("file_result", ProcessObjects.file(path)));
    }

    /** A path that could not be read leaves the name that the call was given, and that too may be missing. */
    private static Map<String, Object> fileOf(Source file) {
        Optional<String> path = file.text("path");
        return path.map(ProcessObjects::file)
                .or(() -> file.peek("requestedPath", String.class).map(ProcessObjects::file))
                .orElseGet(ProcessObjects::unreadableFile);
    }

    static void addModule(Map<String, Object> event, Source file) {
        Map<String, Object> module = new LinkedHashMap<>();
        module.put("file", fileOf(file));
        module.put("load_type", "Mapped");
        module.put("load_type_id", MAPPED);
        event.put("module", module);
    }

    static void addProgram(Map<String, Object> event, Source source) {
        event.put("process", running(source.object("process")));
        event.put("launch_type", "Exec");
        event.put("launch_type_id", BY_EXEC);
    }

    static void addCall(Map<String, Object> event, Source syscall) {
        String name = syscall.text("name").orElse("unknown");
        Map<String, Object> kernel = new LinkedHashMap<>();
        kernel.put("name", name);
        kernel.put("type", "System Call");
        kernel.put("type_id", SYSTEM_CALL);
        kernel.put("system_call", name);
        event.put("kernel", kernel);
    }

    /** The first package; where there are more, all of them are unmapped too. Empty for what is about Shrike itself. */
    static Optional<Map<String, Object>> software(Source source) {
        if (!source.has("software")) {
            return Optional.empty();
        }
        Source software = source.object("software");
        Map<String, Object> app = new LinkedHashMap<>();
        List<Source> packages = software.objects("packages");
        packages.stream().findFirst().ifPresent(first -> {
            first.text("name").ifPresent(name -> app.put("name", name));
            first.text("version").ifPresent(version -> app.put("version", version));
            first.text("url").ifPresent(url -> app.put("url_string", url));
        });
        if (!app.containsKey("name")) {
            app.put("name", software.peek("packageManager", String.class).orElse("unknown"));
        }
        return Optional.of(app);
    }

    static void addFinding(Map<String, Object> event, Source source, String id, String type) {
        Map<String, Object> finding = new LinkedHashMap<>();
        finding.put("uid", id);
        finding.put("title", type.replace('_', ' '));
        finding.put("types", List.of(type));
        List<Source> rules = source.objects("rules");
        rules.stream().findFirst().ifPresent(rule -> finding.put("analytic", analytic(rule)));
        List<Map<String, Object>> attacks = Judgement.attacks(source.objects("rules"));
        if (!attacks.isEmpty()) {
            finding.put("attacks", attacks);
        }
        event.put("finding_info", finding);
        event.putIfAbsent("is_alert", true);
    }

    private static Map<String, Object> analytic(Source rule) {
        Map<String, Object> analytic = new LinkedHashMap<>();
        rule.text("rule").ifPresent(place -> analytic.put("uid", place));
        rule.text("policy").ifPresent(name -> analytic.put("name", name));
        analytic.put("type", "Rule");
        analytic.put("type_id", BY_RULE);
        return analytic;
    }

    /** What {@code actor} or {@code process} have of it. What could not be read, and the arguments one by one, stay. */
    static void leaveWhatHasNoPlace(Source process) {
        process.text("executable");
        process.text("name");
        process.text("cwd");
        process.text("startTime");
        for (String number : List.of("pid", "tid", "ppid", "uid", "gid")) {
            process.number(number);
        }
        if (process.objects("ancestors").stream()
                .allMatch(ancestor -> ancestor.peek("executable", String.class).isPresent())) {
            process.remove("ancestors");
        }
    }
}
