package io.shrike.policy.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which names (of options, variables, headers, JSON keys) stand before a secret: by their words, so that {@code dbPassword},
 * {@code DB_PASSWORD} and {@code --db-password} are the same and {@code --passive} or {@code --password-file} are none.
 */
final class SensitiveNames {
    private static final Set<String> WORDS = Set.of(
            "password",
            "passwd",
            "passphrase",
            "pwd",
            "pass",
            "passwort",
            "secret",
            "secrets",
            "token",
            "apikey",
            "credential",
            "credentials",
            "authorization",
            "bearer",
            "cookie",
            "accesskey",
            "secretkey",
            "privatekey",
            "sshpass",
            "pgpassword",
            "jwt",
            "authtoken",
            "accesstoken",
            "clientsecret",
            "psk",
            "passcode",
            "otp",
            "userpass",
            "userpwd",
            "sas");
    /** Two words that together name a secret. */
    private static final Set<String> PAIRS = Set.of(
            "api key",
            "access key",
            "secret key",
            "private key",
            "auth key",
            "account key",
            "shared key",
            "signing key",
            "encryption key",
            "master key",
            "license key",
            "storage key",
            "connection string",
            "session id");
    /** Last words that say the value is about the secret and not the secret. */
    private static final Set<String> ABOUT = Set.of(
            "file",
            "path",
            "stdin",
            "url",
            "uri",
            "endpoint",
            "ttl",
            "type",
            "name",
            "length",
            "env",
            "fd",
            "policy",
            "prompt",
            "expiry",
            "expires",
            "arn",
            "provider",
            "command",
            "helper",
            "store",
            "jar",
            "dir",
            "size",
            "min",
            "max",
            "timeout",
            "field",
            "header",
            "format",
            "class",
            "version",
            "count",
            "enabled",
            "required",
            "hint",
            "limit",
            "manager",
            "mode",
            "from");

    private SensitiveNames() {}

    static boolean isSensitive(String name) {
        List<String> words = words(name);
        if (words.isEmpty() || ABOUT.contains(words.getLast()) || name.equals("PWD")) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            if (WORDS.contains(words.get(i)) || (i > 0 && PAIRS.contains(words.get(i - 1) + " " + words.get(i)))) {
                return true;
            }
        }
        return false;
    }

    /** The words of a name in lower case, cut at punctuation and where a small letter meets a capital. */
    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= name.length(); i++) {
            boolean end = i == name.length() || !isWordCharacter(name.charAt(i));
            boolean hump = !end && i > from && isUpper(name.charAt(i)) && isLower(name.charAt(i - 1));
            if ((end || hump) && i > from) {
                words.add(name.substring(from, i).toLowerCase(Locale.ROOT));
            }
            if (end) {
                from = i + 1;
            } else if (hump) {
                from = i;
            }
        }
        return words;
    }

    private static boolean isWordCharacter(char c) {
        return isUpper(c) || isLower(c) || (c >= '0' && c <= '9');
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }
}
