package io.shrike.delivery.destination.ocsf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Processes, users and files as OCSF has them. */
final class ProcessObjects {
    private ProcessObjects() {}

    /**
     * {@code process} with what is told of it. At an exec Shrike tells of the program that the process becomes; {@code executable} is then
     * the one that it was, and what belongs to the new one is left.
     */
    static Map<String, Object> process(Source process, Optional<String> executable) {
        Map<String, Object> object = new LinkedHashMap<>();
        process.peek("pid", Long.class).ifPresent(pid -> object.put("pid", pid));
        process.peek("tid", Long.class).ifPresent(tid -> object.put("tid", tid));
        executable.ifPresent(path -> named(object, path));
        process.peek("uid", Long.class).ifPresent(uid -> object.put("user", user(process, uid)));
        process.peek("cwd", String.class).ifPresent(cwd -> object.put("working_directory", cwd));
        process.peek("startTime", String.class)
                .flatMap(Times::millis)
                .ifPresent(millis -> object.put("created_time", millis));
        List<Map<String, Object>> ancestry = process.objects("ancestors").stream()
                .map(ProcessObjects::ancestor)
                .toList();
        if (!ancestry.isEmpty()) {
            object.put("ancestry", ancestry);
        }
        process.peek("ppid", Long.class).ifPresent(ppid -> object.put("parent_process", parent(ppid, ancestry)));
        return object;
    }

    private static void named(Map<String, Object> object, String path) {
        object.put("name", baseName(path));
        object.put("file", file(path));
    }

    private static Map<String, Object> user(Source process, long uid) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("uid", Long.toString(uid));
        process.peek("gid", Long.class)
                .ifPresent(gid -> user.put("groups", List.of(Map.of("uid", Long.toString(gid)))));
        return user;
    }

    private static Map<String, Object> ancestor(Source ancestor) {
        Map<String, Object> object = new LinkedHashMap<>();
        ancestor.number("pid").ifPresent(pid -> object.put("pid", pid));
        ancestor.text("executable").ifPresent(path -> {
            object.put("name", baseName(path));
            object.put("path", path);
        });
        return object;
    }

    private static Map<String, Object> parent(long ppid, List<Map<String, Object>> ancestry) {
        Map<String, Object> parent = new LinkedHashMap<>();
        parent.put("pid", ppid);
        ancestry.stream()
                .filter(ancestor -> Long.valueOf(ppid).equals(ancestor.get("pid")))
                .findFirst()
                .flatMap(ancestor -> Optional.ofNullable(ancestor.get("path")))
                .ifPresent(path -> named(parent, path.toString()));
        return parent;
    }

    /** Whether it is a file, a folder or something else is not told. */
    static Map<String, Object> file(String path) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("name", baseName(path));
        file.put("path", path);
        file.put("type_id", 0);
        return file;
    }

    /** The schema demands a name. */
    static Map<String, Object> unreadableFile() {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("name", "unreadable");
        file.put("type_id", 0);
        return file;
    }

    static String baseName(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() ? path : name;
    }
}
