package io.shrike.app.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CgroupIdTest {
    private static final String OUTER = "a".repeat(64);
    private static final String INNER = "0123456789abcdef".repeat(4);
    private static final String FARGATE = "cd189a933e5849daa93386466019ab50-2495160603";

    @Test
    void findsTheIdThatFargateGives() {
        assertThat(CgroupId.of("9:cpu:/ecs/cd189a933e5849daa93386466019ab50/" + FARGATE + "\n0::/\n"))
                .contains(FARGATE);
    }

    @Test
    void findsTheIdInAScopeOfSystemd() {
        assertThat(CgroupId.of("0::/system.slice/docker-" + OUTER + ".scope\n")).contains(OUTER);
    }

    @Test
    void takesTheInnermostContainer() {
        assertThat(CgroupId.of("0::/docker/" + OUTER + "/docker/" + INNER + "\n"))
                .contains(INNER);
    }

    @Test
    void findsNoneWhereThereIsNone() {
        assertThat(CgroupId.of("0::/\n1:name=systemd:/user.slice/session-3.scope\n"))
                .isEmpty();
        assertThat(CgroupId.of("0::/ecs/cd189a933e5849daa93386466019ab50\n0::/" + OUTER + "0\n"))
                .isEmpty();
    }
}
