package io.shrike.delivery.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.Ancestor;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import io.shrike.model.Field;
import io.shrike.model.ProcessRef;
import io.shrike.model.ProgramFile;
import java.io.IOException;
import java.util.List;

/**
 * The {@code process} of an event. An exec is told as the program that is to run: {@code executable}, {@code name} and {@code
 * arguments} are the new ones, and {@code execution} holds the call and what ran before.
 */
final class ProcessJson {
    private static final String NOT_TAKEN = "NOT_TAKEN";

    private ProcessJson() {}

    static void write(JsonGenerator json, Event.Observed event, CommandLine commandLine) throws IOException {
        ProcessRef process = event.process();
        Field<ByteString> executable =
                event.activity() instanceof ExecActivity exec ? exec.program().path() : process.executable();
        json.writeObjectFieldStart("process");
        json.writeNumberField("pid", process.pid());
        json.writeNumberField("tid", process.tid());
        json.writeNumberField("ppid", process.ppid());
        Json.bytes(json, "executable", executable);
        Json.bytes(json, "name", executable.map(ByteString::baseName));
        if (event.activity() instanceof ExecActivity exec
                && exec.program().sha256().isPresent()) {
            Json.field(json, "sha256", exec.program().sha256().get(), JsonGenerator::writeString);
        }
        commandLine.write(json, event);
        Json.unsigned(json, "uid", process.uid());
        Json.unsigned(json, "gid", process.gid());
        Json.bytes(json, "cwd", process.cwd());
        Json.instant(json, "startTime", process.startTime());
        json.writeArrayFieldStart("ancestors");
        for (Ancestor ancestor : process.ancestors()) {
            json.writeStartObject();
            json.writeNumberField("pid", ancestor.pid());
            Json.bytes(json, "executable", ancestor.executable());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void writeExecution(JsonGenerator json, ExecActivity exec, ProcessRef process) throws IOException {
        json.writeObjectFieldStart("execution");
        if (!exec.syscall().isEmpty()) {
            json.writeStringField("syscall", exec.syscall());
        }
        Json.bytes(json, "requestedPath", exec.requestedPath());
        Json.bytes(json, "previousExecutable", process.executable());
        json.writeArrayFieldStart("interpreters");
        for (ProgramFile interpreter : exec.interpreters()) {
            Json.value(json, interpreter.path(), Json::bytes);
        }
        json.writeEndArray();
        writeDigests(json, exec.interpreters());
        json.writeBooleanField("fileless", exec.program().fileless());
        json.writeBooleanField("newBinary", exec.program().newBinary());
        NetworkJson.writeStandardSockets(json, exec.sockets());
        json.writeEndObject();
    }

    /** Of the interpreters, in their order; nothing where none was taken. */
    private static void writeDigests(JsonGenerator json, List<ProgramFile> interpreters) throws IOException {
        if (interpreters.stream().noneMatch(file -> file.sha256().isPresent())) {
            return;
        }
        json.writeArrayFieldStart("interpreterSha256");
        for (ProgramFile interpreter : interpreters) {
            Json.value(json, interpreter.sha256().orElse(Field.unreadable(NOT_TAKEN)), JsonGenerator::writeString);
        }
        json.writeEndArray();
    }
}
