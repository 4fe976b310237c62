package io.shrike.linux.seccomp;

/**
 * One instruction of classic BPF.
 *
 * <pre>
 * struct sock_filter { __u16 code; __u8 jt; __u8 jf; __u32 k; };
 * </pre>
 *
 * @param code what to do, 16 bits; see {@link Bpf}
 * @param jumpTrue instructions to skip when a condition holds, 0 to 255
 * @param jumpFalse instructions to skip when it does not, 0 to 255
 * @param k the constant, unsigned
 */
public record BpfInstruction(int code, int jumpTrue, int jumpFalse, int k) {
    /** The bytes of struct sock_filter. */
    public static final int SIZE = 8;

    /** The most instructions that a condition can skip. */
    public static final int FARTHEST = 255;

    public BpfInstruction {
        if (code < 0 || code > 0xFFFF) {
            throw new IllegalArgumentException("code is not 16 bits: code=" + code);
        }
        if (jumpTrue < 0 || jumpTrue > FARTHEST || jumpFalse < 0 || jumpFalse > FARTHEST) {
            throw new IllegalArgumentException("jump is not 8 bits: jt=" + jumpTrue + " jf=" + jumpFalse);
        }
    }

    /** An instruction that does not branch. */
    public static BpfInstruction of(int code, int k) {
        return new BpfInstruction(code, 0, 0, k);
    }

    int kind() {
        return code & Bpf.CLASS_MASK;
    }

    int operation() {
        return code & Bpf.OPERATION_MASK;
    }

    boolean takesX() {
        return (code & Bpf.BPF_X) != 0;
    }

    boolean isConditional() {
        return kind() == Bpf.BPF_JMP && operation() != Bpf.BPF_JA;
    }

    boolean isReturn() {
        return kind() == Bpf.BPF_RET;
    }

    boolean returnsConstant() {
        return code == (Bpf.BPF_RET | Bpf.BPF_K);
    }
}
