package io.shrike.delivery.encode;

import java.util.Optional;

/** The container that an event comes from, as far as it is known. */
public record ContainerInfo(
        Optional<String> id,
        Optional<String> name,
        Optional<String> image,
        Optional<String> taskArn,
        Optional<String> clusterArn,
        Optional<String> taskFamily,
        Optional<String> taskRevision) {}
