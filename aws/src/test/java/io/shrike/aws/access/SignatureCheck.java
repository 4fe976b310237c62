package io.shrike.aws.access;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signature Version 4 as its documentation describes it, checked without the SDK. */
final class SignatureCheck {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})");

    /** What S3 allows in the place of the body's hash. */
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    private final String id;
    private final String secret;

    SignatureCheck(String id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    /** Whether the request was signed with the key for this region and service, and is what was signed. */
    boolean holds(String method, URI uri, Function<String, String> header, byte[] body, String region, String service)
            throws GeneralSecurityException {
        Matcher said = AUTHORIZATION.matcher(header.apply("Authorization"));
        if (!said.matches()
                || !said.group(1).equals(id)
                || !said.group(3).equals(region)
                || !said.group(4).equals(service)) {
            return false;
        }
        List<String> signed = List.of(said.group(5).split(";"));
        if (!signed.containsAll(List.of("host", "x-amz-date"))) {
            return false;
        }
        String request = String.join(
                "\n",
                method,
                uri.getRawPath(),
                query(uri),
                signed.stream()
                        .map(name -> name + ":" + header.apply(name).strip().replaceAll(" +", " ") + "\n")
                        .collect(Collectors.joining()),
                said.group(5),
                UNSIGNED.equals(header.apply("X-Amz-Content-Sha256")) ? UNSIGNED : hex(sha(body)));
        String scope = said.group(2) + "/" + region + "/" + service + "/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + header.apply("X-Amz-Date") + "\n" + scope + "\n"
                + hex(sha(request.getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(said.group(2), region, service, "aws4_request", toSign)) {
            key = mac(key, part);
        }
        return hex(key).equals(said.group(6));
    }

    private static String query(URI uri) {
        if (uri.getRawQuery() == null) {
            return "";
        }
        Map<String, String> sorted = new TreeMap<>();
        Stream.of(uri.getRawQuery().split("&"))
                .map(pair -> (pair + "=").split("=", 3))
                .forEach(pair -> sorted.put(encoded(pair[0]), encoded(pair[1])));
        return sorted.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(URLDecoder.decode(text, StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
