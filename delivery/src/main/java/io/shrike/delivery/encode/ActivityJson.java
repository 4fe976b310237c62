package io.shrike.delivery.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.model.Activity;
import io.shrike.model.Event;
import io.shrike.model.EventType;
import io.shrike.model.Field;
import io.shrike.model.Finding;
import io.shrike.model.Finding.SoftwarePackage;
import io.shrike.model.PackageChange;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The part of an observed event that depends on what was done: one object, named after its kind. */
final class ActivityJson {
    private ActivityJson() {}

    static void write(JsonGenerator json, Event.Observed event, CommandLine commandLine) throws IOException {
        Finding finding = event.decision().finding();
        switch (event.activity()) {
            case Activity.FileActivity file -> FileJson.write(json, file, finding);
            case Activity.ExecActivity exec -> ProcessJson.writeExecution(json, exec, event.process());
            case Activity.NetworkActivity network -> NetworkJson.write(json, network, finding);
            case Activity.DnsActivity dns -> NetworkJson.writeDns(json, dns);
            case Activity.LibraryActivity library -> FileJson.writeLibrary(json, library);
            case Activity.SyscallActivity syscall -> writeSyscall(json, syscall, Optional.empty());
            case Activity.TamperActivity(Activity.SyscallActivity call, Activity.Watcher victim) ->
                writeSyscall(json, call, Optional.of(victim));
            case Activity.SessionActivity session -> writeSession(json, session);
            case Activity.InstalledActivity installed -> writeInstalled(json, installed);
        }
        if (finding instanceof Finding.Software software) {
            writeSoftware(json, software, event.type() == EventType.FILE_DOWNLOAD, commandLine);
        }
    }

    private static void writeSyscall(
            JsonGenerator json, Activity.SyscallActivity activity, Optional<Activity.Watcher> aimedAt)
            throws IOException {
        json.writeObjectFieldStart("syscall");
        json.writeStringField("name", activity.syscall());
        json.writeArrayFieldStart("arguments");
        for (long argument : activity.arguments()) {
            json.writeString("0x" + Long.toHexString(argument));
        }
        json.writeEndArray();
        json.writeObjectFieldStart("details");
        Set<String> names = new HashSet<>();
        for (Activity.Detail detail : activity.details()) {
            Json.bytes(json, unique(detail.name(), names), detail.value());
        }
        json.writeEndObject();
        if (aimedAt.isPresent()) {
            Json.constant(json, "aimedAt", aimedAt.get());
        }
        json.writeEndObject();
    }

    /** The second {@code uid} of a call is {@code uid2}: an object must not have two members of one name. */
    private static String unique(String name, Set<String> taken) {
        String candidate = name;
        for (int i = 2; !taken.add(candidate); i++) {
            candidate = name + i;
        }
        return candidate;
    }

    private static void writeSession(JsonGenerator json, Activity.SessionActivity activity) throws IOException {
        json.writeObjectFieldStart("session");
        if (!activity.syscall().isEmpty()) {
            json.writeStringField("syscall", activity.syscall());
        }
        if (activity.sighting().isPresent()) {
            Activity.Sighting sighting = activity.sighting().get();
            json.writeNumberField("leader", sighting.leader());
            Json.constant(json, "step", sighting.step());
            json.writeStringField("seenBy", "scan");
            json.writeNumberField("intervalMillis", sighting.intervalMillis());
        }
        json.writeEndObject();
    }

    private static void writeInstalled(JsonGenerator json, Activity.InstalledActivity installed) throws IOException {
        json.writeObjectFieldStart("software");
        json.writeStringField("packageManager", installed.manager());
        json.writeStringField("operation", installed.operation());
        json.writeStringField("stage", "completed");
        json.writeStringField("database", installed.database());
        Json.constant(json, "baseline", installed.baseline());
        if (installed.unreadable().isPresent()) {
            Json.bytes(json, "packages", Field.unreadable(installed.unreadable().get()));
        } else {
            writeChanges(json, "packages", installed.changes());
            writeRest(json, installed);
        }
        json.writeEndObject();
    }

    private static void writeRest(JsonGenerator json, Activity.InstalledActivity installed) throws IOException {
        if (installed.omitted() > 0) {
            json.writeNumberField("packagesOmitted", installed.omitted());
        }
        if (!installed.unattributed().isEmpty()) {
            writeChanges(json, "unattributed", installed.unattributed());
        }
    }

    private static void writeChanges(JsonGenerator json, String name, List<PackageChange> changes) throws IOException {
        json.writeArrayFieldStart(name);
        for (PackageChange change : changes) {
            json.writeStartObject();
            json.writeStringField("name", change.name());
            json.writeStringField("version", change.version());
            Json.constant(json, "change", change.kind());
            Json.optional(json, "previousVersion", change.previousVersion());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeSoftware(
            JsonGenerator json, Finding.Software software, boolean download, CommandLine commandLine)
            throws IOException {
        json.writeObjectFieldStart(download ? "download" : "software");
        json.writeStringField(download ? "tool" : "packageManager", software.packageManager());
        json.writeStringField("operation", software.operation());
        json.writeArrayFieldStart(download ? "files" : "packages");
        for (SoftwarePackage item : software.packages()) {
            json.writeStartObject();
            if (!item.name().isEmpty()) {
                json.writeStringField("name", item.name());
            }
            Json.optional(json, "version", item.version());
            if (item.url().isPresent()) {
                Json.bytes(
                        json,
                        "url",
                        commandLine.url(software.packageManager(), item.url().get()));
            }
            if (item.target().isPresent()) {
                Json.bytes(
                        json,
                        "target",
                        commandLine.url(software.packageManager(), item.target().get()));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
