package io.shrike.app.replay;

import io.shrike.model.Activity;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileTarget;
import io.shrike.model.ProgramFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes the activity of an event again, by the object that says what was done. */
final class ActivityReader {
    private ActivityReader() {}

    /** The activity; what the event does not hold of it is added to {@code missing}. */
    static Optional<Activity> read(JsonObject event, List<String> missing) {
        return event.object("execution")
                .map(execution -> exec(event, execution, missing))
                .or(() -> event.object("file").flatMap(file -> file(file, missing)))
                .or(() -> event.object("network").flatMap(NetworkReader::network))
                .or(() -> event.object("dns").flatMap(NetworkReader::dns))
                .or(() -> event.object("syscall").flatMap(ActivityReader::syscall))
                .or(() -> event.object("session").map(ActivityReader::session));
    }

    private static Activity exec(JsonObject event, JsonObject execution, List<String> missing) {
        JsonObject process = event.object("process").orElse(event);
        Field<List<ByteString>> arguments = process.byteList("arguments");
        if (arguments instanceof Field.Unreadable<List<ByteString>>(String reason)
                && reason.equals(JsonObject.NOT_RECORDED)) {
            missing.add("the arguments of an exec (captureArgs was off)");
        } else if (process.flag("argumentsTruncated")) {
            missing.add("the end of a long command line");
        }
        if (!process.has("sha256")) {
            missing.add("the SHA-256 of a program");
        }
        missing.add("the environment of an exec");
        missing.add("the arguments of ancestors");
        return new Activity.ExecActivity(
                execution.text("syscall").orElse(""),
                execution.bytes("requestedPath"),
                new ProgramFile(
                        process.bytes("executable"),
                        execution.flag("fileless"),
                        execution.flag("newBinary"),
                        0,
                        0,
                        process.optionalText("sha256")),
                interpreters(execution),
                arguments,
                Field.unreadable(JsonObject.NOT_RECORDED),
                NetworkReader.standardSockets(execution));
    }

    /** With the digests that stand in the same order, where each of both could be read. */
    private static List<ProgramFile> interpreters(JsonObject execution) {
        List<String> names = execution.texts("interpreters");
        List<String> digests = execution.texts("interpreterSha256");
        boolean paired = names.size() == digests.size();
        List<ProgramFile> files = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            ProgramFile file = ProgramFile.ofPath(EscapedBytes.read(names.get(i)));
            files.add(paired ? file.withSha256(Optional.of(Field.known(digests.get(i)))) : file);
        }
        return files;
    }

    private static Optional<Activity> file(JsonObject file, List<String> missing) {
        if (file.text("operation").filter("map"::equals).isEmpty()) {
            return FileReader.read(file, missing);
        }
        FileTarget library = new FileTarget(file.bytes("path"), file.bytes("requestedPath"), true, false, 0, 0);
        return Optional.of(
                new Activity.LibraryActivity(file.text("syscall").orElse("mmap"), library, file.flag("newBinary")));
    }

    private static Activity session(JsonObject session) {
        Optional<Activity.Sighting> sighting = session.number("leader")
                .flatMap(leader -> step(session.text("step").orElse(""))
                        .map(step -> new Activity.Sighting(
                                leader.intValue(),
                                step,
                                session.number("intervalMillis").orElse(0L).intValue())));
        return new Activity.SessionActivity(session.text("syscall").orElse(""), sighting);
    }

    private static Optional<Activity.SessionStep> step(String name) {
        return Arrays.stream(Activity.SessionStep.values())
                .filter(step -> step.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    private static Optional<Activity> syscall(JsonObject call) {
        List<Activity.Detail> details = call.object("details").stream()
                .flatMap(object -> object.textMembers().entrySet().stream())
                .map(detail -> new Activity.Detail(detail.getKey(), Field.known(EscapedBytes.read(detail.getValue()))))
                .toList();
        Optional<Activity.SyscallActivity> syscall = call.text("name")
                .flatMap(name ->
                        arguments(call).map(arguments -> new Activity.SyscallActivity(name, arguments, details)));
        return call.text("aimedAt")
                .flatMap(ActivityReader::watcher)
                .<Activity>flatMap(victim -> syscall.map(done -> new Activity.TamperActivity(done, victim)))
                .or(() -> syscall);
    }

    private static Optional<Activity.Watcher> watcher(String name) {
        return Arrays.stream(Activity.Watcher.values())
                .filter(watcher -> watcher.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    /** Written as {@code 0x} and hexadecimal digits. */
    private static Optional<List<Long>> arguments(JsonObject call) {
        try {
            return Optional.of(call.texts("arguments").stream()
                    .map(text -> Long.parseUnsignedLong(text.substring(Math.min(2, text.length())), 16))
                    .toList());
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
