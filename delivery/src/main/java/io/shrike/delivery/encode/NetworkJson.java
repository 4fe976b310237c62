package io.shrike.delivery.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.model.Activity.DnsActivity;
import io.shrike.model.Activity.DnsQuestion;
import io.shrike.model.Activity.NetworkActivity;
import io.shrike.model.Endpoint;
import io.shrike.model.Field;
import io.shrike.model.Finding;
import io.shrike.model.NetworkOperation;
import io.shrike.model.StandardSocket;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The {@code network} and {@code dns} of an event. Families are named as in socket(2). */
final class NetworkJson {
    private NetworkJson() {}

    static void write(JsonGenerator json, NetworkActivity activity, Finding finding) throws IOException {
        json.writeObjectFieldStart("network");
        json.writeStringField("syscall", activity.syscall());
        Json.constant(json, "operation", activity.operation());
        json.writeStringField("direction", isInbound(activity.operation()) ? "inbound" : "outbound");
        json.writeStringField("protocol", activity.protocol().wireName());
        Optional<Field<Endpoint>> named = activity.remote().or(activity::local);
        if (named.isPresent()) {
            Json.field(json, "family", named.get(), (out, endpoint) -> out.writeString(family(endpoint)));
        }
        boolean inbound = isInbound(activity.operation());
        if (activity.local().isPresent()) {
            writeEndpoint(json, "local", activity.local().get(), inbound);
        }
        if (activity.remote().isPresent()) {
            writeEndpoint(json, inbound ? "peer" : "dest", activity.remote().get(), !inbound);
        }
        writeJudgement(json, activity, finding);
        json.writeEndObject();
    }

    private static void writeJudgement(JsonGenerator json, NetworkActivity activity, Finding finding)
            throws IOException {
        if (finding instanceof Finding.Network network) {
            Json.optional(json, "domain", network.domain().or(activity::domain));
            json.writeBooleanField("allowed", network.allowed());
        } else {
            Json.optional(json, "domain", activity.domain());
        }
    }

    private static boolean isInbound(NetworkOperation operation) {
        return switch (operation) {
            case SOCKET, CONNECT, SEND -> false;
            case BIND, LISTEN, ACCEPT -> true;
        };
    }

    private static String family(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.Inet inet -> inet.address().v4() ? "AF_INET" : "AF_INET6";
            case Endpoint.Unix _ -> "AF_UNIX";
            case Endpoint.Other other -> other.name().isEmpty() ? "AF_" + other.family() : other.name();
        };
    }

    /** Keys are {@code <side>Ip} and {@code <side>Port}. The Unix socket that the call is about has the plain {@code path}. */
    private static void writeEndpoint(JsonGenerator json, String side, Field<Endpoint> field, boolean subject)
            throws IOException {
        switch (field) {
            case Field.Unreadable<Endpoint> unreadable ->
                Json.field(json, side + "Ip", unreadable, (out, endpoint) -> out.writeString(endpoint.toString()));
            case Field.Known<Endpoint>(Endpoint.Inet inet) -> {
                json.writeStringField(side + "Ip", inet.address().toString());
                json.writeNumberField(side + "Port", inet.port());
            }
            case Field.Known<Endpoint>(Endpoint.Unix unix) -> writeUnix(json, subject ? "" : side, unix);
            case Field.Known<Endpoint>(Endpoint.Other _) -> {}
        }
    }

    private static void writeUnix(JsonGenerator json, String side, Endpoint.Unix unix) throws IOException {
        if (unix.path().isEmpty()) {
            return;
        }
        Json.bytes(json, side.isEmpty() ? "path" : side + "Path", Field.known(unix.path()));
        if (unix.abstractName()) {
            json.writeBooleanField(side.isEmpty() ? "abstract" : side + "Abstract", true);
        }
        if (unix.file().isPresent() && !unix.file().get().equals(Field.known(unix.path()))) {
            Json.bytes(json, "resolvedPath", unix.file().get());
        }
    }

    /** The standard descriptors of a program that are sockets. */
    static void writeStandardSockets(JsonGenerator json, List<StandardSocket> sockets) throws IOException {
        if (sockets.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("standardSockets");
        for (StandardSocket socket : sockets) {
            json.writeStartObject();
            json.writeNumberField("descriptor", socket.descriptor());
            json.writeStringField("protocol", socket.protocol().wireName());
            writeEndpoint(json, "local", socket.local(), false);
            writeEndpoint(json, "peer", socket.remote(), false);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void writeDns(JsonGenerator json, DnsActivity activity) throws IOException {
        json.writeObjectFieldStart("dns");
        json.writeStringField("syscall", activity.syscall());
        json.writeStringField("protocol", activity.protocol().wireName());
        json.writeArrayFieldStart("questions");
        for (DnsQuestion question : activity.questions()) {
            json.writeStartObject();
            json.writeStringField("name", question.name());
            json.writeStringField("type", question.type());
            json.writeEndObject();
        }
        json.writeEndArray();
        writeServer(json, activity.server());
        json.writeEndObject();
    }

    private static void writeServer(JsonGenerator json, Field<Endpoint> server) throws IOException {
        Json.field(json, "server", server, (out, endpoint) -> {
            switch (endpoint) {
                case Endpoint.Inet inet -> out.writeString(inet.address().toString());
                case Endpoint.Unix unix -> Json.bytes(out, unix.path());
                case Endpoint.Other other -> out.writeString(family(other));
            }
        });
        if (server instanceof Field.Known<Endpoint>(Endpoint.Inet inet)) {
            json.writeNumberField("serverPort", inet.port());
        }
    }
}
