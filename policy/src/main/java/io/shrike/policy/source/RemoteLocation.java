package io.shrike.policy.source;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An address to fetch, and the SHA-256 that its bytes must have, in lower-case hex, where the fragment gives one. */
record RemoteLocation(String address, Optional<String> sha256) {
    private static final Pattern S3 =
            Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,62}/[^\\s?#]+(\\?versionId=[^\\s&#]+)?");
    private static final Pattern HTTPS = Pattern.compile("(https://[^\\s/?#]+[^\\s#]*)(?:#sha256=([0-9a-fA-F]{64}))?");

    static Optional<RemoteLocation> parse(String location) {
        if (S3.matcher(location).matches()) {
            return Optional.of(new RemoteLocation(location, Optional.empty()));
        }
        Matcher https = HTTPS.matcher(location);
        if (https.matches()) {
            Optional<String> hash = Optional.ofNullable(https.group(2)).map(hex -> hex.toLowerCase(Locale.ROOT));
            return Optional.of(new RemoteLocation(https.group(1), hash));
        }
        return Optional.empty();
    }

    /** What to say when the bytes are not those that were named. */
    Optional<String> mismatch(byte[] text) {
        return sha256.filter(wanted -> !wanted.equals(hash(text)))
                .map(wanted -> "the bytes have SHA-256 " + hash(text) + ", not " + wanted);
    }

    private static String hash(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
