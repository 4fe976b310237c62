package io.shrike.app.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Action;
import io.shrike.model.Decision;
import io.shrike.model.EventType;
import io.shrike.model.Finding;
import io.shrike.model.RuleMatch;
import io.shrike.model.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdditionsTest {
    private static final RuleMatch NAME = rule("r[0]", Severity.CRITICAL, Action.BLOCK);
    private static final RuleMatch CONTENT = rule("r[1]", Severity.MEDIUM, Action.ALERT);
    private static final RuleMatch OTHER_CONTENT = rule("r[2]", Severity.LOW, Action.LOG);

    private static RuleMatch rule(String name, Severity severity, Action action) {
        return new RuleMatch("p", name, severity, action, List.of(), List.of());
    }

    private static Decision decision(RuleMatch... matches) {
        return new Decision(
                EventType.SOFTWARE_INSTALLATION,
                Severity.CRITICAL,
                Action.BLOCK,
                List.of(matches),
                new Finding.Software("apt", "install", List.of()));
    }

    @Test
    void whatWasToldAtTheStartIsNotToldAgain() {
        assertThat(Additions.of(decision(NAME, CONTENT), decision(NAME, CONTENT)))
                .isEmpty();
        assertThat(Additions.of(Decision.NOTHING, Decision.NOTHING)).isEmpty();
    }

    @Test
    void newRulesCountByTheirOwnSeverityAndAction() {
        assertThat(Additions.of(decision(NAME), decision(NAME, CONTENT, OTHER_CONTENT)))
                .contains(new Decision(
                        EventType.PROCESS_EXECUTION,
                        Severity.MEDIUM,
                        Action.ALERT,
                        List.of(CONTENT, OTHER_CONTENT),
                        new Finding.Execution(Optional.empty())));
    }
}
