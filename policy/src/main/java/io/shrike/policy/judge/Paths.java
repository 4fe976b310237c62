package io.shrike.policy.judge;

import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileTarget;
import java.util.ArrayList;
import java.util.List;

/** The path by which a target is judged. */
final class Paths {
    private static final ByteString SLASH = ByteString.utf8("/");

    private Paths() {}

    /** The resolved path; where it could not be had and the program wrote an absolute one, that one without dots. */
    static Field<ByteString> of(FileTarget target) {
        return switch (target.path()) {
            case Field.Known<ByteString> known -> known;
            case Field.Unreadable<ByteString> unreadable ->
                target.requestedPath()
                        .asOptional()
                        .filter(path -> path.startsWith(SLASH))
                        .<Field<ByteString>>map(path -> Field.known(withoutDots(path)))
                        .orElse(unreadable);
        };
    }

    static boolean isKnown(FileTarget target) {
        return target.path() instanceof Field.Known<ByteString>;
    }

    private static ByteString withoutDots(ByteString path) {
        List<ByteString> segments = new ArrayList<>();
        int from = 0;
        while (from < path.length()) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            ByteString segment = path.slice(from, to);
            boolean up = segment.length() == 2 && segment.at(0) == '.' && segment.at(1) == '.';
            boolean here = segment.length() == 1 && segment.at(0) == '.';
            if (up && !segments.isEmpty()) {
                segments.removeLast();
            } else if (!up && !here && !segment.isEmpty()) {
                segments.add(segment);
            }
            from = to + 1;
        }
        ByteString clean = segments.isEmpty() ? SLASH : ByteString.EMPTY;
        for (ByteString segment : segments) {
            clean = clean.concat(SLASH).concat(segment);
        }
        return clean;
    }
}
