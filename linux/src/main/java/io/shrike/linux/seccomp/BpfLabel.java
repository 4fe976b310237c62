package io.shrike.linux.seccomp;

/** A place in a program under construction, one per object; the name is for messages. */
public final class BpfLabel {
    /** The instruction that follows the jump. */
    public static final BpfLabel NEXT = new BpfLabel("next");

    private final String name;

    public BpfLabel(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }
}
