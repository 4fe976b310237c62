package io.shrike.delivery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretMaskTest {
    private static final SecretMask MASK = new SecretMask(List.of("s3cr3t-token", "quote\"and\\slash", "short"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a s3cr3t-token b|a ************ b",
                "s3cr3t-token|************",
                "xs3cr3t-tokens3cr3t-token|x************************",
                "s3cr3t-toke|s3cr3t-toke",
                "s3cr3t-s3cr3t-token|s3cr3t-************",
                "quote\\\"and\\\\slash|*****************",
                "short|short"
            })
    void overwritesTheSecretAndNothingElse(String line, String expected) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        MASK.apply(bytes, 0, bytes.length);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"5", "13"})
    void leavesAloneWhatIsOutside(int from) {
        byte[] bytes = "s3cr3t-token s3cr3t-token".getBytes(StandardCharsets.UTF_8);
        MASK.apply(bytes, from, bytes.length);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("s3cr3t-token ************");
    }
}
