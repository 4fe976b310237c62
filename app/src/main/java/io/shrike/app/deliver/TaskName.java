package io.shrike.app.deliver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a log stream is called when nobody says: {@code shrike/} and the container's id in the task metadata of ECS, else the host's name. */
final class TaskName {
    private static final Pattern METADATA = Pattern.compile("https?://[^/]+/v4/([A-Za-z0-9_-]{1,128})/?");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.-]{1,255}");

    private TaskName() {}

    static String of(Map<String, String> environment) {
        return "shrike/"
                + Optional.ofNullable(environment.get("ECS_CONTAINER_METADATA_URI_V4"))
                        .map(METADATA::matcher)
                        .filter(Matcher::matches)
                        .map(parts -> parts.group(1))
                        .or(TaskName::host)
                        .orElse("unnamed");
    }

    private static Optional<String> host() {
        try {
            return Optional.of(Files.readString(Path.of("/proc/sys/kernel/hostname"), StandardCharsets.US_ASCII)
                            .strip())
                    .filter(name -> HOST.matcher(name).matches());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
