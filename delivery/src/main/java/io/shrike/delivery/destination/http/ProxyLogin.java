package io.shrike.delivery.destination.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** User and password for a proxy. {@code written} is the password as it stands in the address. */
public record ProxyLogin(String user, String password, String written) {
    /** Of the part of an address before the at sign. */
    static ProxyLogin of(String userInfo) {
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String written = colon < 0 ? "" : userInfo.substring(colon + 1);
        return new ProxyLogin(decoded(user), decoded(written), written);
    }

    /** A plus sign stands for itself there. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** RFC 7617, in UTF-8. */
    String basic() {
        return "Basic " + encoded();
    }

    private String encoded() {
        return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** To be told nowhere. */
    List<String> secrets() {
        return password.isEmpty()
                ? List.of()
                : Stream.of(password, written, encoded()).distinct().toList();
    }

    @Override
    public String toString() {
        return "ProxyLogin[" + user + "]";
    }
}
