package io.shrike.app.events;

import io.shrike.app.replay.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an event tells, in a few words; as it was written, so not yet safe to show. */
final class Summary {
    private static final List<String> OBJECTS = List.of(
            "file",
            "network",
            "dns",
            "software",
            "download",
            "syscall",
            "session",
            "status",
            "policy",
            "gap",
            "suppressed");

    private Summary() {}

    static String of(RecordedLine line) {
        JsonObject event = line.event();
        if (line.text("eventType").equals("process_execution")) {
            return event.object("process").map(Summary::command).orElse("");
        }
        for (String name : OBJECTS) {
            Optional<JsonObject> object = event.object(name);
            if (object.isPresent()) {
                return words(name, object.get());
            }
        }
        return "";
    }

    private static String words(String name, JsonObject object) {
        return switch (name) {
            case "file" -> object.text("operation").map(word -> word + " ").orElse("") + value(object, "path");
            case "network" -> network(object);
            case "dns" ->
                object.objects("questions").stream()
                        .map(question -> value(question, "name") + " " + value(question, "type"))
                        .collect(Collectors.joining(", "));
            case "software" ->
                value(object, "packageManager") + " " + value(object, "operation") + " " + packages(object, "packages");
            case "download" -> value(object, "tool") + " " + packages(object, "files");
            case "syscall" -> value(object, "name") + "(" + String.join(", ", object.texts("arguments")) + ")";
            case "session" ->
                object.has("step")
                        ? value(object, "step") + " of session " + value(object, "leader")
                        : value(object, "syscall");
            case "status" -> status(object);
            case "policy" ->
                String.join(", ", object.has("problems") ? object.texts("problems") : object.texts("names"));
            case "gap" -> value(object, "reason");
            case "suppressed" -> object.number("total").orElse(0L) + " events withheld";
            default -> "";
        };
    }

    private static String network(JsonObject network) {
        List<String> words = new ArrayList<>();
        words.add(value(network, "operation"));
        words.add(value(network, "protocol"));
        for (String side : List.of("dest", "peer", "local")) {
            Optional<String> ip = network.text(side + "Ip");
            if (ip.isPresent()) {
                words.add(ip.get() + " port " + network.number(side + "Port").orElse(0L));
                break;
            }
        }
        network.text("path").ifPresent(words::add);
        network.text("domain").ifPresent(domain -> words.add("(" + domain + ")"));
        return String.join(" ", words);
    }

    private static String packages(JsonObject software, String name) {
        return software.objects(name).stream()
                .map(item -> item.text("name").or(() -> item.text("url")).orElse("?")
                        + item.text("version").map(version -> "=" + version).orElse(""))
                .collect(Collectors.joining(" "));
    }

    private static String status(JsonObject status) {
        return value(status, "phase") + ": seen " + status.number("seen").orElse(0L) + ", matched "
                + status.number("matched").orElse(0L) + ", emitted "
                + status.number("emitted").orElse(0L);
    }

    /** Executable and arguments. */
    static String command(JsonObject process) {
        String arguments = String.join(" ", process.texts("arguments"));
        return value(process, "executable") + (arguments.isEmpty() ? "" : " [" + arguments + "]");
    }

    /** A value that could not be read says so. */
    static String value(JsonObject object, String name) {
        return object.text(name)
                .or(() -> object.object(name)
                        .flatMap(field -> field.text("unreadable"))
                        .map(why -> "<unreadable: " + why + ">"))
                .orElse("");
    }
}
