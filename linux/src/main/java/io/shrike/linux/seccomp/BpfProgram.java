package io.shrike.linux.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A program of 1 to {@value Bpf#BPF_MAXINSNS} instructions. Immutable; {@link BpfVerifier} says whether it is legal. */
public record BpfProgram(List<BpfInstruction> instructions) {
    public BpfProgram {
        instructions = List.copyOf(instructions);
        if (instructions.isEmpty()) {
            throw new IllegalArgumentException("a program needs at least one instruction");
        }
        if (instructions.size() > Bpf.BPF_MAXINSNS) {
            throw new IllegalArgumentException("the program has " + instructions.size()
                    + " instructions, the kernel takes at most " + Bpf.BPF_MAXINSNS + " (BPF_MAXINSNS)");
        }
    }

    public int size() {
        return instructions.size();
    }

    /** An array of struct sock_filter in native byte order, as struct sock_fprog points to. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(size() * BpfInstruction.SIZE).order(ByteOrder.nativeOrder());
        for (BpfInstruction instruction : instructions) {
            bytes.putShort((short) instruction.code())
                    .put((byte) instruction.jumpTrue())
                    .put((byte) instruction.jumpFalse())
                    .putInt(instruction.k());
        }
        return bytes.array();
    }

    /** The program that {@link #toBytes} gave. Throws IllegalArgumentException for a length that is no multiple of 8. */
    public static BpfProgram ofBytes(byte[] bytes) {
        if (bytes.length % BpfInstruction.SIZE != 0) {
            throw new IllegalArgumentException("not an array of struct sock_filter: length=" + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        List<BpfInstruction> instructions = new ArrayList<>();
        while (buffer.hasRemaining()) {
            int code = Short.toUnsignedInt(buffer.getShort());
            int jumpTrue = Byte.toUnsignedInt(buffer.get());
            int jumpFalse = Byte.toUnsignedInt(buffer.get());
            instructions.add(new BpfInstruction(code, jumpTrue, jumpFalse, buffer.getInt()));
        }
        return new BpfProgram(instructions);
    }
}
