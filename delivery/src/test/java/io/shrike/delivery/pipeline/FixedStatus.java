package io.shrike.delivery.pipeline;

import io.shrike.model.PolicySource;
import java.util.List;
import java.util.Map;

/** A sensor that has seen 7 stops. */
final class FixedStatus implements StatusSource {
    @Override
    public long seen() {
        return 7;
    }

    @Override
    public long matched() {
        return 5;
    }

    @Override
    public Map<String, Long> unwatched() {
        return Map.of("sensorLoss", 1L);
    }

    @Override
    public long withdrawn() {
        return 2;
    }

    @Override
    public String engineReason() {
        return "the probe passed";
    }

    @Override
    public List<PolicySource> policySources() {
        return List.of();
    }

    @Override
    public List<String> notes() {
        return List.of("a note");
    }
}
