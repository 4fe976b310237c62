package io.shrike.linux.seccomp;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Instructions made up from a seed. */
final class RandomPrograms {
    private static final List<Integer> CODES = List.of(
            0x20, 0x80, 0x81, 0x00, 0x01, 0x60, 0x61, 0x02, 0x03, 0x07, 0x87, 0x84, 0x04, 0x0C, 0x14, 0x1C, 0x24, 0x2C,
            0x34, 0x3C, 0x54, 0x5C, 0x44, 0x4C, 0xA4, 0xAC, 0x64, 0x6C, 0x74, 0x7C, 0x05, 0x15, 0x1D, 0x25, 0x2D, 0x35,
            0x3D, 0x45, 0x4D, 0x06, 0x16);
    private static final List<Integer> REFUSED_CODES =
            List.of(0x28, 0x30, 0x40, 0x48, 0x50, 0xB1, 0x94, 0x9C, 0x0E, 0x55, 0xFFFF);

    private static final int FARTHEST = 2;

    private RandomPrograms() {}

    /** Up to eight instructions, about half of the programs illegal in one way or another. */
    static BpfProgram any(Random random) {
        int size = 1 + random.nextInt(8);
        List<BpfInstruction> instructions = new ArrayList<>();
        for (int index = 0; index < size - 1; index++) {
            int code = random.nextInt(60) == 0 ? pick(random, REFUSED_CODES) : pick(random, CODES);
            int k = random.nextInt(12) == 0 ? random.nextInt() : 4 * random.nextInt(random.nextInt(5) == 0 ? 18 : 2);
            instructions.add(new BpfInstruction(
                    code,
                    random.nextInt(1 + Math.min(2, size - index - 1)),
                    random.nextInt(1 + Math.min(2, size - index - 1)),
                    k));
        }
        int last = random.nextInt(12) == 0 ? pick(random, CODES) : pick(random, List.of(0x06, 0x16));
        instructions.add(BpfInstruction.of(last, SeccompAction.errno(1)));
        return new BpfProgram(instructions);
    }

    /** A legal program that ends with an errno of 8 bits, which is what the accumulator came to. */
    static BpfProgram legal(Random random) {
        while (true) {
            List<BpfInstruction> instructions = new ArrayList<>();
            IntStream.range(0, 4).forEach(word -> instructions.add(BpfInstruction.of(Bpf.BPF_ST, word)));
            int body = 4 + random.nextInt(12);
            for (int index = 0; index < body; index++) {
                instructions.add(instruction(random));
            }
            IntStream.range(0, FARTHEST).forEach(hop -> instructions.add(BpfInstruction.of(Bpf.BPF_STX, 0)));
            instructions.add(BpfInstruction.of(Bpf.BPF_ALU | Bpf.BPF_AND, 0xFF));
            instructions.add(BpfInstruction.of(Bpf.BPF_ALU | Bpf.BPF_OR, SeccompAction.ERRNO));
            instructions.add(BpfInstruction.of(Bpf.BPF_RET | Bpf.BPF_A, 0));
            BpfProgram program = new BpfProgram(instructions);
            if (BpfVerifier.problem(program).isEmpty()) {
                return program;
            }
        }
    }

    private static BpfInstruction instruction(Random random) {
        int code = pick(random, CODES.subList(0, CODES.size() - 2));
        boolean load = code == 0x20;
        boolean memory = code == 0x60 || code == 0x61 || code == 0x02 || code == 0x03;
        boolean jump = code == 0x05;
        boolean dividesByX = code == 0x3C;
        if (dividesByX) {
            return BpfInstruction.of(0x34, 1 + random.nextInt(9));
        }
        int k = random.nextBoolean() ? random.nextInt(31) + 1 : random.nextInt();
        if (load) {
            k = pick(random, List.of(0, 4, 16, 20, 24, 28, 32, 36));
        } else if (memory) {
            k = random.nextInt(4);
        } else if (jump) {
            k = random.nextInt(1 + FARTHEST);
        }
        return new BpfInstruction(code, random.nextInt(1 + FARTHEST), random.nextInt(1 + FARTHEST), k);
    }

    private static int pick(Random random, List<Integer> from) {
        return from.get(random.nextInt(from.size()));
    }
}
