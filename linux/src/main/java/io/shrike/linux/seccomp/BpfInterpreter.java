package io.shrike.linux.seccomp;

/** Runs a program over calls in this process, as the kernel would. Immutable. */
public final class BpfInterpreter {
    /**
     * How a run ended.
     *
     * @param action what the program returned; see {@link SeccompAction}
     * @param steps how many instructions it took
     */
    public record Outcome(int action, int steps) {}

    private final BpfProgram program;

    /** Throws IllegalArgumentException for a program that {@link BpfVerifier} finds a problem in. */
    public BpfInterpreter(BpfProgram program) {
        BpfVerifier.problem(program).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        this.program = program;
    }

    /** The action and the cost for one call. */
    public Outcome execute(SeccompData data) {
        return new BpfMachine(program, data).execute();
    }

    /** The action for one call. Throws IllegalArgumentException like the constructor. */
    public static int run(BpfProgram program, SeccompData data) {
        return new BpfInterpreter(program).execute(data).action();
    }
}
