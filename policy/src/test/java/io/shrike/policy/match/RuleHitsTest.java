package io.shrike.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RuleHitsTest {
    @Test
    void holdsEachRuleOnceAndForgetsAllWhenCleared() {
        RuleHits hits = new RuleHits(10);
        hits.add(7);
        hits.addAll(new int[] {3, 7, 9});
        assertThat(hits.sorted()).containsExactly(3, 7, 9);
        assertThat(hits.get(0)).isEqualTo(7);
        assertThat(hits.contains(3)).isTrue();
        assertThat(hits.contains(4)).isFalse();
        hits.clear();
        assertThat(hits.isEmpty()).isTrue();
        assertThat(hits.contains(3)).isFalse();
        hits.add(3);
        assertThat(hits.sorted()).containsExactly(3);
    }
}
