package io.shrike.linux.abi;

import java.util.ArrayList;
import java.util.List;

/**
 * The flags of open(2) whose values differ between architecture families, and the names of them all.
 *
 * <p>From asm-generic/fcntl.h, which x86 uses, and from asm/fcntl.h of arm and arm64 ("the arm family").
 */
public final class OpenFlags {
    public static final int X86_O_DIRECT = 0x4000;
    public static final int X86_O_LARGEFILE = 0x8000;
    public static final int X86_O_DIRECTORY = 0x10000;
    public static final int X86_O_NOFOLLOW = 0x20000;

    public static final int ARM_O_DIRECTORY = 0x4000;
    public static final int ARM_O_NOFOLLOW = 0x8000;
    public static final int ARM_O_DIRECT = 0x10000;
    public static final int ARM_O_LARGEFILE = 0x20000;

    /** The bit that, together with O_DIRECTORY, is O_TMPFILE. */
    public static final int TMPFILE_BIT = 0x400000;

    /** The bit that, together with O_DSYNC, is O_SYNC. */
    public static final int SYNC_BIT = 0x100000;

    private static final int FASYNC = 0x2000;

    private record Name(int value, String name) {}

    private static final List<Name> X86 = table(X86_O_DIRECTORY, X86_O_NOFOLLOW, X86_O_DIRECT, X86_O_LARGEFILE);
    private static final List<Name> ARM = table(ARM_O_DIRECTORY, ARM_O_NOFOLLOW, ARM_O_DIRECT, ARM_O_LARGEFILE);

    private OpenFlags() {}

    /** O_DIRECTORY of this family. */
    public static int directory(boolean armFamily) {
        return armFamily ? ARM_O_DIRECTORY : X86_O_DIRECTORY;
    }

    /** O_NOFOLLOW of this family. */
    public static int nofollow(boolean armFamily) {
        return armFamily ? ARM_O_NOFOLLOW : X86_O_NOFOLLOW;
    }

    /** O_TMPFILE of this family: all its bits must be set. */
    public static int tmpfile(boolean armFamily) {
        return TMPFILE_BIT | directory(armFamily);
    }

    /** O_DIRECTORY for calls that this process makes itself. */
    public static int ownDirectory() {
        return directory(Architecture.IS_ARM64);
    }

    /** O_NOFOLLOW for calls that this process makes itself. */
    public static int ownNofollow() {
        return nofollow(Architecture.IS_ARM64);
    }

    /** The names of the access mode and of the flags that are set; unknown bits as one hexadecimal number at the end. */
    public static List<String> names(int flags, boolean armFamily) {
        List<String> names = new ArrayList<>();
        names.add(accessMode(flags));
        int rest = flags & ~Fcntl.O_ACCMODE;
        for (Name flag : armFamily ? ARM : X86) {
            if ((rest & flag.value()) == flag.value()) {
                names.add(flag.name());
                rest &= ~flag.value();
            }
        }
        if (rest != 0) {
            names.add("0x" + Integer.toHexString(rest));
        }
        return names;
    }

    private static String accessMode(int flags) {
        return switch (flags & Fcntl.O_ACCMODE) {
            case Fcntl.O_RDONLY -> "O_RDONLY";
            case Fcntl.O_WRONLY -> "O_WRONLY";
            case Fcntl.O_RDWR -> "O_RDWR";
            default -> "O_ACCMODE";
        };
    }

    /** In the order they are printed; a name of two bits stands before the names of one. */
    private static List<Name> table(int directory, int nofollow, int direct, int largefile) {
        return List.of(
                new Name(Fcntl.O_CREAT, "O_CREAT"),
                new Name(Fcntl.O_EXCL, "O_EXCL"),
                new Name(Fcntl.O_NOCTTY, "O_NOCTTY"),
                new Name(Fcntl.O_TRUNC, "O_TRUNC"),
                new Name(Fcntl.O_APPEND, "O_APPEND"),
                new Name(Fcntl.O_NONBLOCK, "O_NONBLOCK"),
                new Name(SYNC_BIT | Fcntl.O_DSYNC, "O_SYNC"),
                new Name(Fcntl.O_DSYNC, "O_DSYNC"),
                new Name(FASYNC, "O_ASYNC"),
                new Name(direct, "O_DIRECT"),
                new Name(largefile, "O_LARGEFILE"),
                new Name(TMPFILE_BIT | directory, "O_TMPFILE"),
                new Name(directory, "O_DIRECTORY"),
                new Name(nofollow, "O_NOFOLLOW"),
                new Name(Fcntl.O_NOATIME, "O_NOATIME"),
                new Name(Fcntl.O_CLOEXEC, "O_CLOEXEC"),
                new Name(Fcntl.O_PATH, "O_PATH"));
    }
}
