package io.shrike.aws.access;

import io.shrike.aws.access.AwsServer.Request;
import java.util.List;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** What a request of a service that speaks JSON says. */
public record JsonBody(JsonNode node) {
    public static JsonBody of(Request request) {
        return parse(request.body());
    }

    public static JsonBody parse(String json) {
        return new JsonBody(JsonNode.parser().parse(json));
    }

    /** The text at a member, or of a member of a member: {@code a.b}. */
    public String text(String path) {
        return at(path).node().text();
    }

    public long number(String path) {
        return Long.parseLong(decimal(path));
    }

    /** A number as it is written. */
    public String decimal(String path) {
        return at(path).node().asNumber();
    }

    public List<JsonBody> items(String path) {
        return at(path).node().asArray().stream().map(JsonBody::new).toList();
    }

    private JsonBody at(String path) {
        JsonNode here = node;
        for (String step : path.split("\\.")) {
            here = here.field(step).orElseThrow();
        }
        return new JsonBody(here);
    }
}
