package io.shrike.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shrike.policy.compile.PolicyCompiler;
import java.util.Optional;
import java.util.Set;

/** Any bytes as a policy: an answer in time, a place for every problem, and whatever is accepted also compiles. */
class PolicyParserFuzz {
    @DictionaryFile(resourcePath = "policy.dict")
    @FuzzTest
    void answersInTimeAndCompilesWhatItAccepts(byte[] text) {
        long start = Texts.now();
        ParseResult result =
                PolicyParser.parse("p", text, name -> Optional.of(name).filter(n -> n.length() > 1));
        Texts.endsInTime(text, start);
        Texts.allHavePlaces(text, result.problems());
        assertThat(result.documents().isEmpty()).isEqualTo(result.hasErrors());
        if (!result.hasErrors()) {
            assertThat(new PolicyCompiler(Set::of).compile(result.documents()).warnings())
                    .noneMatch(warning -> warning.message().contains("left out"));
        }
        assertThat(PolicyParser.parse("p", text, name -> Optional.of(name).filter(n -> n.length() > 1)))
                .isEqualTo(result);
    }
}
