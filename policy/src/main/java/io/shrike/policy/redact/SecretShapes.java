package io.shrike.policy.redact;

import java.util.List;

/** Words that are secrets by their looks, wherever they stand. */
final class SecretShapes {
    /** A prefix of a kind of token, and how many characters follow it at least. */
    private record Prefix(String text, int following) {}

    private static final List<Prefix> PREFIXES = List.of(
            new Prefix("ghp_", 20),
            new Prefix("gho_", 20),
            new Prefix("ghu_", 20),
            new Prefix("ghs_", 20),
            new Prefix("ghr_", 20),
            new Prefix("github_pat_", 20),
            new Prefix("glpat-", 16),
            new Prefix("xoxb-", 10),
            new Prefix("xoxp-", 10),
            new Prefix("xoxa-", 10),
            new Prefix("xoxr-", 10),
            new Prefix("xoxs-", 10),
            new Prefix("sk_live_", 10),
            new Prefix("rk_live_", 10),
            new Prefix("sk-", 20),
            new Prefix("AIza", 30),
            new Prefix("ya29.", 10),
            new Prefix("npm_", 30),
            new Prefix("pypi-", 30),
            new Prefix("hvs.", 20),
            new Prefix("dop_v1_", 20),
            new Prefix("SG.", 30),
            new Prefix("pass:", 1));

    private static final List<String> AWS_KEY_IDS = List.of("AKIA", "ASIA", "ABIA", "ACCA");
    private static final int AWS_KEY_ID_LENGTH = 20;
    private static final int AWS_SECRET_LENGTH = 40;

    private SecretShapes() {}

    static boolean isSecret(String word) {
        return isAwsKeyId(word) || isAwsSecret(word) || isJsonWebToken(word) || hasTokenPrefix(word);
    }

    private static boolean hasTokenPrefix(String word) {
        return PREFIXES.stream()
                .anyMatch(prefix -> word.startsWith(prefix.text())
                        && word.length() >= prefix.text().length() + prefix.following());
    }

    private static boolean isAwsKeyId(String word) {
        return word.length() == AWS_KEY_ID_LENGTH
                && AWS_KEY_IDS.contains(word.substring(0, 4))
                && word.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
    }

    /** Forty characters of base64 with capitals, small letters and digits: no checksum in hexadecimal has both cases. */
    private static boolean isAwsSecret(String word) {
        return word.length() == AWS_SECRET_LENGTH
                && word.chars().allMatch(SecretShapes::isBase64)
                && word.chars().anyMatch(c -> c >= 'A' && c <= 'Z')
                && word.chars().anyMatch(c -> c >= 'a' && c <= 'z')
                && word.chars().anyMatch(c -> c >= '0' && c <= '9')
                && !word.startsWith("/");
    }

    private static boolean isBase64(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    }

    private static boolean isJsonWebToken(String word) {
        int dot = word.indexOf('.');
        return word.startsWith("eyJ") && dot > 10 && word.indexOf('.', dot + 1) > 0;
    }
}
