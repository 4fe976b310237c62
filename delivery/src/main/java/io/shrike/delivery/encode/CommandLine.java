package io.shrike.delivery.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.model.Activity;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import io.shrike.model.Field;
import io.shrike.model.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The {@code arguments} of an event. An exec shows those that a rule captured, or that told of software; else only their
 * number. Every other activity shows its process's, redacted. Of long ones the first bytes are kept, and the event says so.
 * Lengths count one byte for each argument's end, as the kernel does.
 *
 * <p>Owned by the writer thread: the redacted form of the last process is kept, because events of one process come in rows.
 */
final class CommandLine {
    private final UnaryOperator<List<ByteString>> redactor;
    private final int limit;
    private List<ByteString> lastOriginal = List.of();
    private Field<List<ByteString>> lastRedacted = Field.known(List.of());

    CommandLine(UnaryOperator<List<ByteString>> redactor, int limit) {
        this.redactor = redactor;
        this.limit = limit;
    }

    void write(JsonGenerator json, Event.Observed event) throws IOException {
        switch (event.activity()) {
            case Activity.ExecActivity exec ->
                writeExec(json, exec, event.decision().finding());
            case Activity.FileActivity _,
                    Activity.NetworkActivity _,
                    Activity.DnsActivity _,
                    Activity.LibraryActivity _,
                    Activity.SyscallActivity _,
                    Activity.TamperActivity _,
                    Activity.SessionActivity _,
                    Activity.InstalledActivity _ ->
                writeRedacted(json, event.process().arguments());
        }
    }

    private void writeExec(JsonGenerator json, Activity.ExecActivity exec, Finding finding) throws IOException {
        Optional<List<ByteString>> captured =
                finding instanceof Finding.Execution execution ? execution.capturedArguments() : Optional.empty();
        if (captured.isPresent()) {
            writeShown(json, Field.known(captured.get()), captured.get());
        } else if (finding instanceof Finding.Software) {
            writeRedacted(json, exec.arguments());
        } else {
            Json.field(json, "argumentCount", exec.arguments(), (out, arguments) -> out.writeNumber(arguments.size()));
        }
    }

    private void writeRedacted(JsonGenerator json, Field<List<ByteString>> arguments) throws IOException {
        switch (arguments) {
            case Field.Known<List<ByteString>> known -> writeShown(json, redacted(known.value()), known.value());
            case Field.Unreadable<List<ByteString>> unreadable -> writeShown(json, unreadable, List.of());
        }
    }

    private void writeShown(JsonGenerator json, Field<List<ByteString>> shown, List<ByteString> original)
            throws IOException {
        Json.field(json, "arguments", shown, this::writeList);
        long total = length(original);
        if (total > limit) {
            json.writeBooleanField("argumentsTruncated", true);
            json.writeNumberField("argumentsTotalBytes", total);
            json.writeNumberField("argumentCount", original.size());
        }
    }

    private void writeList(JsonGenerator json, List<ByteString> arguments) throws IOException {
        json.writeStartArray();
        int left = limit;
        for (ByteString argument : arguments) {
            if (left <= 0) {
                break;
            }
            Json.bytes(json, argument.slice(0, Math.min(left, argument.length())));
            left -= argument.length() + 1;
        }
        json.writeEndArray();
    }

    @SuppressWarnings("ReferenceEquality") // comparing a long command line would cost what the shortcut saves
    private Field<List<ByteString>> redacted(List<ByteString> arguments) {
        if (arguments != lastOriginal) {
            lastRedacted = redact(arguments, redactor, limit);
            lastOriginal = arguments;
        }
        return lastRedacted;
    }

    /** Redacts what will be shown, in whole arguments so that no secret hides by being cut. */
    private static Field<List<ByteString>> redact(
            List<ByteString> arguments, UnaryOperator<List<ByteString>> redactor, int limit) {
        List<ByteString> visible = new ArrayList<>();
        long length = 0;
        for (ByteString argument : arguments) {
            if (length >= limit) {
                break;
            }
            visible.add(argument);
            length += argument.length() + 1L;
        }
        return guarded(visible, redactor);
    }

    /** What cannot be redacted is not shown. */
    private static Field<List<ByteString>> guarded(
            List<ByteString> arguments, UnaryOperator<List<ByteString>> redactor) {
        try {
            return Field.known(redactor.apply(arguments));
        } catch (RuntimeException _) {
            return Field.unreadable("redactionFailed");
        }
    }

    /** A URL of a command line, redacted as an argument of {@code command}. */
    Field<ByteString> url(String command, String url) {
        return guarded(List.of(ByteString.utf8(command), ByteString.utf8(url)), redactor)
                .map(List::getLast);
    }

    private static long length(List<ByteString> arguments) {
        long length = 0;
        for (ByteString argument : arguments) {
            length += argument.length() + 1L;
        }
        return length;
    }
}
