package io.shrike.delivery.pipeline;

import io.shrike.delivery.encode.ContainerSource;
import io.shrike.delivery.encode.SensorInfo;
import io.shrike.model.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How a pipeline works. {@code ringCapacity} is a power of two; {@code ringBytes} is about how much heap waiting events may
 * hold; {@code argumentBytes} is the most that an event shows of a
 * command line; {@code batchBytes} is about how much is written at once; {@code redactor} takes secrets out of a command line
 * and is called on the writer thread; {@code secrets} of the sensor itself are masked in every event.
 */
public record PipelineConfig(
        SensorInfo sensor,
        ContainerSource containers,
        Shaping shaping,
        UnaryOperator<List<ByteString>> redactor,
        int ringCapacity,
        long ringBytes,
        int inboxCapacity,
        int argumentBytes,
        int batchBytes,
        Duration statusInterval,
        List<String> secrets) {
    private static final long MOST_RING_BYTES = 256L << 20;

    /** A ring that holds 5 s of 20,000 events/s where half of the heap has room for them, and everything told. */
    public static PipelineConfig of(SensorInfo sensor, UnaryOperator<List<ByteString>> redactor) {
        return new PipelineConfig(
                sensor,
                ContainerSource.NONE,
                Shaping.NONE,
                redactor,
                131_072,
                Math.min(MOST_RING_BYTES, Runtime.getRuntime().maxMemory() / 2),
                1_024,
                16_384,
                65_536,
                Duration.ofSeconds(60),
                List.of());
    }

    public PipelineConfig withContainers(ContainerSource known) {
        return new PipelineConfig(
                sensor,
                known,
                shaping,
                redactor,
                ringCapacity,
                ringBytes,
                inboxCapacity,
                argumentBytes,
                batchBytes,
                statusInterval,
                secrets);
    }

    public PipelineConfig withShaping(Shaping wanted) {
        return new PipelineConfig(
                sensor,
                containers,
                wanted,
                redactor,
                ringCapacity,
                ringBytes,
                inboxCapacity,
                argumentBytes,
                batchBytes,
                statusInterval,
                secrets);
    }

    public PipelineConfig withSecrets(List<String> own) {
        return new PipelineConfig(
                sensor,
                containers,
                shaping,
                redactor,
                ringCapacity,
                ringBytes,
                inboxCapacity,
                argumentBytes,
                batchBytes,
                statusInterval,
                List.copyOf(own));
    }

    public PipelineConfig withRingCapacity(int slots) {
        return new PipelineConfig(
                sensor,
                containers,
                shaping,
                redactor,
                slots,
                ringBytes,
                inboxCapacity,
                argumentBytes,
                batchBytes,
                statusInterval,
                secrets);
    }
}
