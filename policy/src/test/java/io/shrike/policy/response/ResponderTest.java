package io.shrike.policy.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Action;
import io.shrike.model.Decision;
import io.shrike.model.EventType;
import io.shrike.model.Finding;
import io.shrike.model.Outcome;
import io.shrike.model.Response;
import io.shrike.model.RuleMatch;
import io.shrike.model.Severity;
import io.shrike.model.Verdict;
import io.shrike.policy.document.ActionSettings.BlockAction;
import io.shrike.policy.document.ActionSettings.BlockSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResponderTest {
    private static final Responder RESPONDER = new Responder(Map.of(
            "off", new BlockSettings(false, BlockAction.TERMINATE),
            "kill", new BlockSettings(true, BlockAction.TERMINATE),
            "deny", new BlockSettings(true, BlockAction.DENY),
            "pause", new BlockSettings(true, BlockAction.PAUSE)));

    private static Decision decision(Action action, String... policies) {
        List<RuleMatch> matches = Arrays.stream(policies)
                .map(policy -> new RuleMatch(policy, "r", Severity.LOW, action, List.of(), List.of()))
                .toList();
        return new Decision(EventType.SYSCALL, Severity.LOW, action, matches, Finding.NONE);
    }

    @Test
    void onlyObservesWhatIsLoggedOrAlerted() {
        assertThat(RESPONDER.respond(decision(Action.ALERT, "kill"))).isEqualTo(Response.OBSERVE);
        assertThat(RESPONDER.respond(Decision.NOTHING)).isEqualTo(Response.OBSERVE);
    }

    @Test
    void wouldBlockWhereBlockingIsOff() {
        Response wouldBlock = new Response(Verdict.CONTINUE, Outcome.WOULD_BLOCK);
        assertThat(RESPONDER.respond(decision(Action.BLOCK, "off"))).isEqualTo(wouldBlock);
        assertThat(RESPONDER.respond(decision(Action.BLOCK, "unknown"))).isEqualTo(wouldBlock);
    }

    @Test
    void blocksAsTheDocumentSays() {
        assertThat(RESPONDER.respond(decision(Action.BLOCK, "kill")))
                .isEqualTo(new Response(new Verdict.Terminate(), Outcome.TERMINATED));
        assertThat(RESPONDER.respond(decision(Action.BLOCK, "deny")))
                .isEqualTo(new Response(new Verdict.Deny(1), Outcome.DENIED));
        assertThat(RESPONDER.respond(decision(Action.BLOCK, "pause")))
                .isEqualTo(new Response(new Verdict.Pause(), Outcome.PAUSED));
    }

    @Test
    void takesTheStrongestOfSeveral() {
        assertThat(RESPONDER
                        .respond(decision(Action.BLOCK, "off", "pause", "deny"))
                        .outcome())
                .isEqualTo(Outcome.DENIED);
        assertThat(RESPONDER
                        .respond(decision(Action.BLOCK, "kill", "deny", "off"))
                        .outcome())
                .isEqualTo(Outcome.TERMINATED);
    }

    @Test
    void goesByTheBlockRulesAlone() {
        RuleMatch alert = new RuleMatch("kill", "a", Severity.LOW, Action.ALERT, List.of(), List.of());
        RuleMatch block = new RuleMatch("off", "b", Severity.LOW, Action.BLOCK, List.of(), List.of());
        Decision both =
                new Decision(EventType.SYSCALL, Severity.LOW, Action.BLOCK, List.of(alert, block), Finding.NONE);
        assertThat(RESPONDER.respond(both).outcome()).isEqualTo(Outcome.WOULD_BLOCK);
    }

    @Test
    void joinsDocumentsOfOneName() {
        BlockSettings off = new BlockSettings(false, BlockAction.TERMINATE);
        BlockSettings deny = new BlockSettings(true, BlockAction.DENY);
        BlockSettings pause = new BlockSettings(true, BlockAction.PAUSE);
        assertThat(Responder.stronger(off, deny)).isEqualTo(deny);
        assertThat(Responder.stronger(deny, off)).isEqualTo(deny);
        assertThat(Responder.stronger(pause, deny)).isEqualTo(deny);
        assertThat(Responder.stronger(deny, pause)).isEqualTo(deny);
    }
}
