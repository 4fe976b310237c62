package io.shrike.policy.redact;

import io.shrike.model.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Arguments without their secrets: values of {@code --password} and the like, {@code KEY=value} of secret keys, AWS keys,
 * tokens by their looks, authorization headers and the userinfo of URLs become {@link #MARK}. Arguments that are scripts or
 * JSON are searched as well. Time is proportional to the length of the arguments.
 */
public final class Redaction {
    /** What stands in the place of a secret. */
    public static final String MARK = "[redacted]";

    private Redaction() {}

    /** A copy of {@code arguments}, the program's name first, without secrets. */
    public static List<ByteString> redact(List<ByteString> arguments) {
        List<ByteString> clean = new ArrayList<>(arguments.size());
        String program = "";
        String flag = "";
        for (int i = 0; i < arguments.size(); i++) {
            String text = latin1(arguments.get(i));
            String redacted = text;
            if (i == 0) {
                program = text.substring(text.lastIndexOf('/') + 1);
            } else {
                redacted = argument(program, flag, text);
                flag = redacted.equals(text) ? text : "";
            }
            clean.add(redacted.equals(text) ? arguments.get(i) : bytes(redacted));
        }
        return List.copyOf(clean);
    }

    /** One argument, after {@code flag}, the argument before it. */
    private static String argument(String program, String flag, String text) {
        if (isFlag(flag)) {
            if (ProgramFlags.isSecret(program, flag) || (isSecretFlag(flag) && !text.startsWith("--"))) {
                return MARK;
            }
            if (ProgramFlags.isUserAndSecret(program, flag)) {
                return userAndSecret(text);
            }
            if (flag.equals("-p") && ProgramFlags.isPassword(program, text)) {
                return MARK;
            }
        } else if (program.equals("aws") && flag.startsWith("aws_") && SensitiveNames.isSensitive(flag)) {
            return MARK;
        }
        if (text.length() > 2 && text.charAt(0) == '-' && ProgramFlags.isSecret(program, text.substring(0, 2))) {
            return text.substring(0, 2) + MARK;
        }
        if (text.length() > 2 && ProgramFlags.isUserAndSecret(program, text.substring(0, 2))) {
            return text.substring(0, 2) + userAndSecret(text.substring(2));
        }
        return whole(program, text);
    }

    private static boolean isFlag(String text) {
        return text.length() > 1 && text.charAt(0) == '-';
    }

    private static boolean isSecretFlag(String flag) {
        return flag.indexOf('=') < 0 && flag.indexOf(' ') < 0 && flag.length() > 2 && SensitiveNames.isSensitive(flag);
    }

    /** {@code name=value} with a secret name hides all of the value; anything else is searched word by word. */
    private static String whole(String program, String text) {
        int equals = text.indexOf('=');
        if (equals > 0 && isName(text, equals)) {
            String name = text.substring(0, equals);
            if (SensitiveNames.isSensitive(name) && equals + 1 < text.length()) {
                return text.substring(0, equals + 1) + MARK;
            }
            if (ProgramFlags.isUserAndSecret(program, name)) {
                return text.substring(0, equals + 1) + userAndSecret(text.substring(equals + 1));
            }
        }
        if (text.contains("-----BEGIN") && text.contains("PRIVATE KEY")) {
            return MARK;
        }
        return new TextRedactor(text).redact();
    }

    private static boolean isName(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }

    /** A token may stand in the place of the user. */
    private static String userAndSecret(String text) {
        int colon = text.indexOf(':');
        int percent = text.indexOf('%');
        int at = colon >= 0 ? colon : percent;
        String user = new TextRedactor(at < 0 ? text : text.substring(0, at)).redact();
        return at < 0 ? user : user + text.charAt(at) + MARK;
    }

    private static String latin1(ByteString text) {
        return new String(text.toArray(), StandardCharsets.ISO_8859_1);
    }

    private static ByteString bytes(String text) {
        return ByteString.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
