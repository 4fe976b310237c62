package io.shrike.app.cli;

import io.shrike.app.explain.CallExplanation;
import io.shrike.app.explain.Explanation;
import io.shrike.app.explain.RuleExplanation;
import io.shrike.linux.syscall.Abi;
import io.shrike.policy.explain.BlockPromise;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** An explanation for people. */
final class ExplanationText {
    /** So many rules of a call are named, the others counted; JSON names all. */
    private static final int MOST_RULES = 4;

    private ExplanationText() {}

    static void print(Explanation explanation, Abi abi, PrintWriter out) {
        out.println(
                "System calls that stop (" + abi.name().toLowerCase(Locale.ROOT) + "); all others stay in the kernel:");
        explanation.calls().stream().filter(CallExplanation::stops).forEach(call -> printCall(call, out));
        if (!explanation.calls().stream().allMatch(CallExplanation::stops)) {
            out.println();
            out.println("System calls that rules name and that do not stop:");
            explanation.calls().stream().filter(call -> !call.stops()).forEach(call -> printCall(call, out));
        }
        out.println();
        out.println("Rules:");
        explanation.rules().forEach(rule -> printRule(rule, out));
        out.println();
        out.println("Predicted cost of all rules: " + explanation.cost().word());
    }

    private static void printCall(CallExplanation call, PrintWriter out) {
        out.println("  " + call.syscall() + "  [" + call.cost().word() + "]");
        out.println("      when     " + call.when());
        List<String> because = call.because();
        String more = because.size() > MOST_RULES ? " and " + (because.size() - MOST_RULES) + " more" : "";
        out.println("      because  " + String.join("; ", because.subList(0, Math.min(MOST_RULES, because.size())))
                + more);
    }

    private static void printRule(RuleExplanation rule, PrintWriter out) {
        out.println("  " + rule.name() + "  [" + rule.cost().word() + "]  " + rule.position());
        if (!rule.calls().isEmpty()) {
            out.println("      needs         " + String.join(", ", rule.calls().keySet()));
        }
        rule.notStopped().forEach((call, why) -> out.println("      never fires   for " + call + ": " + why));
        if (!rule.untraced().isEmpty()) {
            out.println("      left out      by tracedSyscalls: " + String.join(", ", rule.untraced()));
        }
        rule.block().forEach(promise -> out.println("      block         " + word(promise) + ": " + promise.text()));
        rule.blindSpots().forEach(spot -> out.println("      cannot see    " + spot));
    }

    /** For people and programs, e.g. {@code race-free}. */
    static String word(BlockPromise promise) {
        return promise.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
