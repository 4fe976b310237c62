package io.shrike.policy.software;

import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.ByteString;
import java.util.List;
import java.util.Optional;

/** Binaries that are many programs and choose by the name they are called with. */
public final class MultiCall {
    private static final List<String> NAMES = List.of("busybox", "toybox", "coreutils");

    private MultiCall() {}

    /** What a multi-call binary is called as: argv[0], or argv[1] where that is the binary itself. Empty for other programs. */
    public static Optional<ByteString> applet(ExecActivity exec) {
        boolean multiCall = exec.program()
                .path()
                .asOptional()
                .filter(path -> isMultiCall(path.baseName().escaped()))
                .isPresent();
        if (!multiCall) {
            return Optional.empty();
        }
        List<ByteString> arguments = exec.arguments().asOptional().orElse(List.of());
        int index = !arguments.isEmpty()
                        && isMultiCall(arguments.getFirst().baseName().escaped())
                ? 1
                : 0;
        return index < arguments.size() ? Optional.of(arguments.get(index).baseName()) : Optional.empty();
    }

    /** Whether a binary of this base name is one, also as {@code busybox.static} or {@code busybox-x86_64}. */
    public static boolean isMultiCall(String baseName) {
        for (String name : NAMES) {
            if (baseName.startsWith(name)
                    && (baseName.length() == name.length()
                            || !Character.isLetterOrDigit(baseName.charAt(name.length())))) {
                return true;
            }
        }
        return false;
    }
}
