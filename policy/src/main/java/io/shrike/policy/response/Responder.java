package io.shrike.policy.response;

import io.shrike.model.Action;
import io.shrike.model.Decision;
import io.shrike.model.Outcome;
import io.shrike.model.Response;
import io.shrike.model.RuleMatch;
import io.shrike.model.Verdict;
import io.shrike.policy.document.ActionSettings.BlockAction;
import io.shrike.policy.document.ActionSettings.BlockSettings;
import java.util.Map;

/**
 * Answers decisions. A block rule is carried out as its own document says, and only where that enables blocking; of several,
 * terminate comes before deny, and deny, after which the call never runs, before pause, after which it may.
 */
public final class Responder {
    /** EPERM of errno-base.h. */
    private static final int EPERM = 1;

    private static final Response WOULD_BLOCK = new Response(Verdict.CONTINUE, Outcome.WOULD_BLOCK);
    private static final Response TERMINATE = new Response(new Verdict.Terminate(), Outcome.TERMINATED);
    private static final Response DENY = new Response(new Verdict.Deny(EPERM), Outcome.DENIED);
    private static final Response PAUSE = new Response(new Verdict.Pause(), Outcome.PAUSED);

    private final Map<String, BlockSettings> blockOf;

    /** Settings by the name of the policy. */
    public Responder(Map<String, BlockSettings> blockOf) {
        this.blockOf = Map.copyOf(blockOf);
    }

    public Response respond(Decision decision) {
        if (decision.action() != Action.BLOCK) {
            return Response.OBSERVE;
        }
        Response strongest = WOULD_BLOCK;
        for (RuleMatch match : decision.matches()) {
            if (match.action() == Action.BLOCK) {
                BlockSettings settings = blockOf.getOrDefault(match.policy(), BlockSettings.DEFAULT);
                if (settings.enabled()) {
                    strongest = stronger(strongest, response(settings.action()));
                }
            }
        }
        return strongest;
    }

    private static Response response(BlockAction action) {
        return switch (action) {
            case TERMINATE -> TERMINATE;
            case DENY -> DENY;
            case PAUSE -> PAUSE;
        };
    }

    /** The settings of two documents of one name: the stronger ones. */
    public static BlockSettings stronger(BlockSettings first, BlockSettings second) {
        if (!first.enabled() || !second.enabled()) {
            return first.enabled() ? first : second;
        }
        return rank(response(second.action())) > rank(response(first.action())) ? second : first;
    }

    private static Response stronger(Response first, Response second) {
        return rank(second) > rank(first) ? second : first;
    }

    private static int rank(Response response) {
        return switch (response.verdict()) {
            case Verdict.Continue _ -> 0;
            case Verdict.Pause _ -> 1;
            case Verdict.Deny _ -> 2;
            case Verdict.Terminate _ -> 3;
        };
    }
}
