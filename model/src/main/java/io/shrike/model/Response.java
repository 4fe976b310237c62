package io.shrike.model;

/** The answer to a decision: the verdict for the kernel, and the outcome that the event states if the verdict takes. */
public record Response(Verdict verdict, Outcome outcome) {
    public static final Response OBSERVE = new Response(Verdict.CONTINUE, Outcome.OBSERVED);
}
