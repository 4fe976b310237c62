package io.shrike.app.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.delivery.encode.ContainerInfo;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetadataJsonTest {
    private static final String CLUSTER_ARN = "arn:aws:ecs:us-west-2:111122223333:cluster/default";

    private static ContainerInfo info(String id, String name) {
        return new ContainerInfo(
                Optional.of(id),
                Optional.of(name),
                Optional.of("registry/" + name + ":1"),
                Optional.of(Answers.TASK_ARN),
                Optional.of(CLUSTER_ARN),
                Optional.of("curltest"),
                Optional.of("3"));
    }

    @Test
    void readsTheOwnContainerAndTheOthersOfTheTask() throws IOException {
        TaskMetadata metadata = MetadataJson.read(Answers.container(), Answers.task(CLUSTER_ARN));
        assertThat(metadata.own()).isEqualTo(info(Answers.OWN_ID, "app"));
        assertThat(metadata.of(Answers.OTHER_ID)).isEqualTo(info(Answers.OTHER_ID, "proxy"));
    }

    @Test
    void completesTheNameOfAClusterToItsArn() throws IOException {
        TaskMetadata metadata = MetadataJson.read(Answers.container(), Answers.task("default"));
        assertThat(metadata.own().clusterArn()).contains(CLUSTER_ARN);
    }

    @Test
    void knowsOfAnUnlistedContainerItsIdAndItsTask() throws IOException {
        ContainerInfo other = MetadataJson.read(Answers.container(), Answers.task(CLUSTER_ARN))
                .of("f".repeat(64));
        assertThat(other.id()).contains("f".repeat(64));
        assertThat(other.taskArn()).contains(Answers.TASK_ARN);
        assertThat(other.name()).isEmpty();
        assertThat(other.image()).isEmpty();
    }

    @Test
    void refusesWhatIsNoMetadata() {
        assertThatThrownBy(() -> MetadataJson.read("[]".getBytes(UTF_8), Answers.task("c")))
                .hasMessage("the answer is not a JSON object");
        assertThatThrownBy(() -> MetadataJson.read(Answers.container(), "{}".getBytes(UTF_8)))
                .hasMessage("the answer has no TaskARN");
        assertThatThrownBy(() -> MetadataJson.read("{}".getBytes(UTF_8), Answers.task("c")))
                .hasMessage("the answer has no DockerId");
        assertThatThrownBy(() -> MetadataJson.read("{\"DockerId".getBytes(UTF_8), Answers.task("c")))
                .isInstanceOf(IOException.class);
    }
}
