package io.shrike.aws.cloudwatch;

import io.shrike.aws.access.AwsServer.Answer;
import io.shrike.aws.access.AwsServer.Request;
import io.shrike.aws.access.JsonBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** CloudWatch Logs as its reference describes it: what is missing, what a request may hold. */
final class LogService {
    final List<List<String>> puts = new ArrayList<>();
    final List<String> operations = new ArrayList<>();
    final Set<String> groups = new HashSet<>();
    final Set<String> streams = new HashSet<>();
    private String rejected = "{}";

    /** From now on requests go through with this said of them. */
    void reject(String info) {
        rejected = "{\"rejectedLogEventsInfo\":" + info + "}";
    }

    Answer answer(Request request) {
        JsonBody body = JsonBody.of(request);
        operations.add(request.operation());
        String group = body.text("logGroupName");
        return switch (request.operation()) {
            case "CreateLogGroup" -> made(groups.add(group));
            case "CreateLogStream" ->
                groups.contains(group)
                        ? made(streams.add(group + " " + body.text("logStreamName")))
                        : Answer.json(400, "ResourceNotFoundException");
            case "PutLogEvents" ->
                streams.contains(group + " " + body.text("logStreamName"))
                        ? put(body.items("logEvents"))
                        : Answer.json(400, "ResourceNotFoundException");
            default -> Answer.json(400, "UnknownOperationException");
        };
    }

    private static Answer made(boolean isNew) {
        return isNew ? new Answer(200, "{}") : Answer.json(400, "ResourceAlreadyExistsException");
    }

    private Answer put(List<JsonBody> events) {
        long bytes = 0;
        long last = Long.MIN_VALUE;
        for (JsonBody event : events) {
            bytes += event.text("message").getBytes(StandardCharsets.UTF_8).length + 26;
            if (event.number("timestamp") < last) {
                return Answer.json(400, "InvalidParameterException");
            }
            last = event.number("timestamp");
        }
        boolean spans = last - events.getFirst().number("timestamp") >= 86_400_000;
        if (events.size() > 10_000 || bytes > 1_048_576 || spans) {
            return Answer.json(400, "InvalidParameterException");
        }
        puts.add(events.stream().map(event -> event.text("message")).toList());
        return new Answer(200, rejected);
    }
}
