package io.shrike.app.container;

import io.shrike.delivery.encode.ContainerInfo;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a task.
 *
 * @param own the container that the sensor runs in
 * @param containers the task's, by id
 */
record TaskMetadata(ContainerInfo own, Map<String, ContainerInfo> containers) {
    TaskMetadata {
        containers = Map.copyOf(containers);
    }

    boolean lists(String id) {
        return containers.containsKey(id);
    }

    /** The container with this id. Of one that the task does not list, only the id and the task are known. */
    ContainerInfo of(String id) {
        ContainerInfo listed = containers.get(id);
        return listed != null
                ? listed
                : new ContainerInfo(
                        Optional.of(id),
                        Optional.empty(),
                        Optional.empty(),
                        own.taskArn(),
                        own.clusterArn(),
                        own.taskFamily(),
                        own.taskRevision());
    }
}
