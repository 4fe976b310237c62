package io.shrike.linux.abi;

import java.util.ArrayList;
import java.util.List;

/** Constants of sys/mman.h: mmap(2), mprotect(2). */
public final class Mman {
    public static final int PROT_NONE = 0x0;
    public static final int PROT_READ = 0x1;
    public static final int PROT_WRITE = 0x2;
    public static final int PROT_EXEC = 0x4;
    public static final int PROT_GROWSDOWN = 0x1000000;
    public static final int PROT_GROWSUP = 0x2000000;

    public static final int MAP_SHARED = 0x1;
    public static final int MAP_PRIVATE = 0x2;
    public static final int MAP_SHARED_VALIDATE = 0x3;
    public static final int MAP_TYPE = 0xf;
    public static final int MAP_FIXED = 0x10;
    public static final int MAP_ANONYMOUS = 0x20;
    public static final int MAP_GROWSDOWN = 0x100;
    public static final int MAP_DENYWRITE = 0x800;
    public static final int MAP_EXECUTABLE = 0x1000;
    public static final int MAP_LOCKED = 0x2000;
    public static final int MAP_NORESERVE = 0x4000;
    public static final int MAP_POPULATE = 0x8000;
    public static final int MAP_NONBLOCK = 0x10000;
    public static final int MAP_STACK = 0x20000;
    public static final int MAP_HUGETLB = 0x40000;
    public static final int MAP_SYNC = 0x80000;
    public static final int MAP_FIXED_NOREPLACE = 0x100000;

    private Mman() {}

    /** The names of PROT_ bits; {@code PROT_NONE} for 0. */
    public static List<String> protectionNames(int protection) {
        return protection == 0 ? List.of("PROT_NONE") : Names.PROTECTION.flagsOf(protection);
    }

    /** The names of the sharing type and of the MAP_ bits. */
    public static List<String> mapNames(int flags) {
        List<String> names = new ArrayList<>();
        int type = flags & MAP_TYPE;
        switch (type) {
            case MAP_SHARED -> names.add("MAP_SHARED");
            case MAP_PRIVATE -> names.add("MAP_PRIVATE");
            case MAP_SHARED_VALIDATE -> names.add("MAP_SHARED_VALIDATE");
            default -> names.add("0x" + Integer.toHexString(type));
        }
        names.addAll(Names.MAP.flagsOf(Integer.toUnsignedLong(flags & ~MAP_TYPE)));
        return names;
    }

    private static final class Names {
        static final ConstantNames PROTECTION = ConstantNames.of(Mman.class, "PROT_");
        static final ConstantNames MAP =
                ConstantNames.of(Mman.class, "MAP_").without("MAP_SHARED", "MAP_PRIVATE", "MAP_TYPE");
    }
}
