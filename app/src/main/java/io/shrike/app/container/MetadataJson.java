package io.shrike.app.container;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.shrike.delivery.encode.ContainerInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The two answers of the task metadata endpoint, version 4, as JSON. Members that are not needed are passed over. */
final class MetadataJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String CONTAINERS = "Containers";
    private static final String DOCKER_ID = "DockerId";

    private MetadataJson() {}

    /** The strings of an answer's top level, and those of each of its containers. */
    private record Answer(Map<String, String> strings, List<Map<String, String>> containers) {}

    /** Throws IOException where either is no JSON object or lacks the id of the container or of the task. */
    static TaskMetadata read(byte[] container, byte[] task) throws IOException {
        Map<String, String> own = parse(container).strings();
        Answer whole = parse(task);
        Map<String, String> about = whole.strings();
        if (!own.containsKey(DOCKER_ID) || !about.containsKey("TaskARN")) {
            throw new IOException("the answer has no " + (own.containsKey(DOCKER_ID) ? "TaskARN" : DOCKER_ID));
        }
        Map<String, ContainerInfo> byId = new HashMap<>();
        for (Map<String, String> listed : whole.containers()) {
            Optional.ofNullable(listed.get(DOCKER_ID)).ifPresent(id -> byId.put(id, info(listed, about)));
        }
        ContainerInfo mine = info(own, about);
        byId.put(mine.id().orElseThrow(), mine);
        return new TaskMetadata(mine, byId);
    }

    private static Answer parse(byte[] json) throws IOException {
        try (JsonParser in = JSON.createParser(json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the answer is not a JSON object");
            }
            List<Map<String, String>> containers = new ArrayList<>();
            return new Answer(strings(in, containers), containers);
        }
    }

    /** Reads to the end of the object that {@code in} is at the start of. */
    private static Map<String, String> strings(JsonParser in, List<Map<String, String>> containers) throws IOException {
        Map<String, String> strings = new HashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            if (value == JsonToken.VALUE_STRING) {
                strings.put(name, in.getText());
            } else if (value == JsonToken.START_ARRAY && name.equals(CONTAINERS)) {
                readContainers(in, containers);
            } else {
                in.skipChildren();
            }
        }
        return strings;
    }

    private static void readContainers(JsonParser in, List<Map<String, String>> containers) throws IOException {
        for (JsonToken item = in.nextToken(); item != null && item != JsonToken.END_ARRAY; item = in.nextToken()) {
            if (item == JsonToken.START_OBJECT) {
                containers.add(strings(in, new ArrayList<>()));
            } else {
                in.skipChildren();
            }
        }
    }

    private static ContainerInfo info(Map<String, String> container, Map<String, String> task) {
        return new ContainerInfo(
                text(container, DOCKER_ID),
                text(container, "Name"),
                text(container, "Image"),
                text(task, "TaskARN"),
                text(task, "Cluster").flatMap(cluster -> clusterArn(cluster, task.getOrDefault("TaskARN", ""))),
                text(task, "Family"),
                text(task, "Revision"));
    }

    private static Optional<String> text(Map<String, String> strings, String name) {
        return Optional.ofNullable(strings.get(name)).filter(text -> !text.isEmpty());
    }

    /** On EC2 the cluster may come as a name; its ARN begins as the task's does. */
    private static Optional<String> clusterArn(String cluster, String taskArn) {
        if (cluster.startsWith("arn:")) {
            return Optional.of(cluster);
        }
        int resource = taskArn.indexOf(":task/");
        return resource < 0 ? Optional.empty() : Optional.of(taskArn.substring(0, resource) + ":cluster/" + cluster);
    }
}
