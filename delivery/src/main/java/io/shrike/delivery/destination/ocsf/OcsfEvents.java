package io.shrike.delivery.destination.ocsf;

import io.shrike.model.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a line of the journal into an event of OCSF. What has no place there is in {@code unmapped}, under its own names.
 */
final class OcsfEvents {
    /** Of the schema that the events are written after. */
    static final String VERSION = "1.7.0";

    private static final String PRODUCT = "Shrike";

    private final String hostname;

    /** {@code hostname} is this machine's, for {@code device}. */
    OcsfEvents(String hostname) {
        this.hostname = hostname;
    }

    /** Throws IOException where it is no event. */
    ByteString translate(ByteString line) throws IOException {
        Source source = new Source(JsonTree.read(line));
        String type = source.text("eventType").orElseThrow(() -> new IOException("no eventType"));
        Kind kind = Kind.of(type, source);
        Map<String, Object> event = head(kind, type, source);
        String id = source.text("eventId").orElse("");
        boolean observed = source.has("process");
        event.put("metadata", metadata(source, type, id, observed));
        event.put("device", device());
        container(source.object("container")).ifPresent(container -> event.put("container", container));
        Judgement.add(event, source);
        subject(event, kind, source, id, type);
        Map<String, Object> rest = source.rest();
        if (!rest.isEmpty()) {
            event.put("unmapped", rest);
        }
        return JsonTree.write(event);
    }

    private static Map<String, Object> head(Kind kind, String type, Source source) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("category_uid", kind.of().category);
        event.put("category_name", kind.of().categoryName);
        event.put("class_uid", kind.of().uid);
        event.put("class_name", kind.of().className);
        event.put("activity_id", kind.activity());
        event.put("activity_name", kind.activityName());
        event.put("type_uid", kind.type());
        event.put("type_name", kind.of().className + ": " + kind.activityName());
        event.put(
                "time",
                source.peek("timestamp", String.class).flatMap(Times::millis).orElse(0L));
        String severity = source.text("severity").orElse("");
        event.put("severity_id", severityId(severity));
        event.put("severity", severity.isEmpty() ? "Unknown" : capital(severity));
        event.put("message", type.replace('_', ' '));
        return event;
    }

    private static int severityId(String severity) {
        return switch (severity) {
            case "low" -> 2;
            case "medium" -> 3;
            case "high" -> 4;
            case "critical" -> 5;
            default -> 0;
        };
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static Map<String, Object> metadata(Source source, String type, String id, boolean observed) {
        Source sensor = source.object("sensor");
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("version", VERSION);
        metadata.put("product", product(sensor.text("version")));
        metadata.put("uid", id);
        metadata.put("event_code", type);
        source.text("timestamp").ifPresent(time -> metadata.put("original_time", time));
        sensor.number("sequence").ifPresent(sequence -> metadata.put("sequence", sequence));
        List<String> profiles = new ArrayList<>(List.of("host"));
        if (source.has("container")) {
            profiles.add("container");
        }
        if (observed) {
            profiles.add("security_control");
        }
        metadata.put("profiles", profiles);
        return metadata;
    }

    private static Map<String, Object> product(Optional<String> version) {
        Map<String, Object> product = new LinkedHashMap<>();
        product.put("name", PRODUCT);
        product.put("vendor_name", PRODUCT);
        version.ifPresent(text -> product.put("version", text));
        return product;
    }

    /** Of which kind the machine is cannot be seen from inside a container. */
    private Map<String, Object> device() {
        Map<String, Object> device = new LinkedHashMap<>();
        device.put("type_id", 0);
        device.put("hostname", hostname);
        return device;
    }

    private static Optional<Map<String, Object>> container(Source source) {
        Map<String, Object> container = new LinkedHashMap<>();
        source.text("id").ifPresent(id -> container.put("uid", id));
        source.text("name").ifPresent(name -> container.put("name", name));
        source.text("image").ifPresent(image -> container.put("image", image(image)));
        return container.isEmpty() ? Optional.empty() : Optional.of(container);
    }

    private static Map<String, Object> image(String name) {
        Map<String, Object> image = new LinkedHashMap<>();
        image.put("name", name);
        image.put("uid", name);
        return image;
    }

    private void subject(Map<String, Object> event, Kind kind, Source source, String id, String type) {
        Map<String, Object> here = Map.of("hostname", hostname);
        if (source.has("process")) {
            event.put("actor", Map.of("process", Subjects.actor(source, kind.of())));
        }
        switch (kind.of()) {
            case FILE_ACTIVITY -> Subjects.addFile(event, source.object("file"));
            case MODULE_ACTIVITY -> Subjects.addModule(event, source.object("file"));
            case PROCESS_ACTIVITY -> Subjects.addProgram(event, source);
            case KERNEL_ACTIVITY -> Subjects.addCall(event, source.object("syscall"));
            case NETWORK_ACTIVITY -> Endpoints.addNetwork(event, source.object("network"), here);
            case DNS_ACTIVITY -> Endpoints.addDns(event, source.object("dns"), here);
            case APPLICATION_LIFECYCLE -> {
                Optional<Map<String, Object>> software = Subjects.software(source);
                event.put("app", software.orElseGet(() -> product(Optional.empty())));
            }
            case DETECTION_FINDING -> Subjects.addFinding(event, source, id, type);
        }
        if (source.has("process")) {
            Subjects.leaveWhatHasNoPlace(source.object("process"));
        }
    }
}
