import org.jspecify.annotations.NullMarked;

/** The Linux kernel as Java. The only module that touches foreign memory. */
@NullMarked
module io.shrike.linux {
    requires static org.jspecify;

    exports io.shrike.linux.abi;
    exports io.shrike.linux.libc;
    exports io.shrike.linux.memory;
    exports io.shrike.linux.procfs;
    exports io.shrike.linux.seccomp;
    exports io.shrike.linux.syscall;
}
