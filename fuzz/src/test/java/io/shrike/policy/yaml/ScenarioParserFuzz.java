package io.shrike.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shrike.policy.scenario.ScenarioFile;
import java.util.Optional;

/** Any bytes as scenarios: an answer in time, and a place for every problem. */
class ScenarioParserFuzz {
    @DictionaryFile(resourcePath = "policy.dict")
    @FuzzTest
    void answersInTime(byte[] text) {
        long start = Texts.now();
        ScenarioFile file = ScenarioParser.parse("s", text, _ -> Optional.empty());
        Texts.endsInTime(text, start);
        Texts.allHavePlaces(text, file.problems());
        assertThat(file.scenarios().isEmpty()).isEqualTo(file.hasErrors());
        assertThat(ScenarioParser.parse("s", text, _ -> Optional.empty()).problems())
                .isEqualTo(file.problems());
    }
}
