package io.shrike.delivery.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.model.Activity.FileActivity;
import io.shrike.model.Activity.LibraryActivity;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileEffect;
import io.shrike.model.FileOperation;
import io.shrike.model.FileTarget;
import io.shrike.model.Finding;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The {@code file} of an event: the effect that met the strongest rule. Of a call with two names (rename, link) the other one
 * is {@code newPath} where it came later in the call, {@code oldPath} where it came first.
 */
final class FileJson {
    private FileJson() {}

    static void write(JsonGenerator json, FileActivity activity, Finding finding) throws IOException {
        List<FileEffect> effects = activity.effects();
        if (effects.isEmpty()) {
            json.writeObjectFieldStart("file");
            writeCall(json, activity);
            return;
        }
        int index = finding instanceof Finding.File file ? file.effect() : 0;
        FileEffect effect = effects.get(index);
        json.writeObjectFieldStart("file");
        writeTarget(json, effect.target());
        if (finding instanceof Finding.File(int _, FileOperation _, Optional<ByteString> named) && named.isPresent()) {
            Json.bytes(json, "namedPath", Field.known(named.get()));
        }
        if (effects.size() > 1) {
            int other = index == 0 ? 1 : 0;
            Json.bytes(
                    json,
                    other > index ? "newPath" : "oldPath",
                    effects.get(other).target().path());
        }
        FileOperation operation = finding instanceof Finding.File file ? file.operation() : strongest(effect);
        Json.constant(json, "operation", operation);
        writeCall(json, activity);
    }

    private static void writeTarget(JsonGenerator json, FileTarget target) throws IOException {
        Json.bytes(json, "path", target.path());
        Json.bytes(json, "requestedPath", target.requestedPath());
    }

    private static void writeCall(JsonGenerator json, FileActivity activity) throws IOException {
        json.writeStringField("syscall", activity.syscall());
        Json.strings(json, "flags", activity.flags());
        if (activity.mode().isPresent()) {
            json.writeStringField("mode", String.format("%04o", activity.mode().get()));
        }
        json.writeEndObject();
    }

    private static FileOperation strongest(FileEffect effect) {
        return effect.operations().stream().max(Comparator.naturalOrder()).orElse(FileOperation.OPEN);
    }

    static void writeLibrary(JsonGenerator json, LibraryActivity activity) throws IOException {
        json.writeObjectFieldStart("file");
        writeTarget(json, activity.library());
        json.writeStringField("operation", "map");
        json.writeStringField("syscall", activity.syscall());
        json.writeBooleanField("newBinary", activity.newBinary());
        json.writeEndObject();
    }
}
