package io.shrike.trace.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which arguments of which call are worth telling, and how; names follow the man pages of section 2. */
final class ArgumentTable {
    /** How an argument becomes text. */
    enum Kind {
        STRING,
        DESCRIPTOR,
        INT,
        ID,
        HEX,
        SIGNAL,
        PTRACE,
        PRCTL,
        CLONE,
        PROT,
        SECCOMP,
        BPF
    }

    /** One argument: its name, its place, its kind. */
    record Argument(String name, int index, Kind kind) {}

    private static final String TABLE = """
            ptrace request:0:ptrace pid:1:int
            process_vm_writev pid:0:int
            process_vm_readv pid:0:int
            process_madvise pidfd:0:descriptor
            kill pid:0:int sig:1:signal
            tkill tid:0:int sig:1:signal
            tgkill tgid:0:int tid:1:int sig:2:signal
            rt_sigqueueinfo tgid:0:int sig:1:signal
            rt_tgsigqueueinfo tgid:0:int tid:1:int sig:2:signal
            pidfd_send_signal pidfd:0:descriptor sig:1:signal
            pidfd_open pid:0:int
            pidfd_getfd pidfd:0:descriptor targetfd:1:int
            setuid uid:0:id
            setuid32 uid:0:id
            setgid gid:0:id
            setgid32 gid:0:id
            setreuid ruid:0:id euid:1:id
            setreuid32 ruid:0:id euid:1:id
            setregid rgid:0:id egid:1:id
            setregid32 rgid:0:id egid:1:id
            setresuid ruid:0:id euid:1:id suid:2:id
            setresuid32 ruid:0:id euid:1:id suid:2:id
            setresgid rgid:0:id egid:1:id sgid:2:id
            setresgid32 rgid:0:id egid:1:id sgid:2:id
            setfsuid fsuid:0:id
            setfsgid fsgid:0:id
            setgroups size:0:int
            memfd_create name:0:string flags:1:hex
            memfd_secret flags:0:hex
            mmap length:1:hex prot:2:prot flags:3:hex fd:4:descriptor
            mmap2 length:1:hex prot:2:prot flags:3:hex fd:4:descriptor
            mprotect addr:0:hex len:1:hex prot:2:prot
            pkey_mprotect addr:0:hex len:1:hex prot:2:prot
            prctl option:0:prctl arg2:1:hex arg3:2:hex
            io_uring_setup entries:0:int
            io_uring_enter fd:0:int
            io_uring_register fd:0:int opcode:1:int
            unshare flags:0:clone
            setns fd:0:descriptor nstype:1:clone
            clone flags:0:clone
            clone3 size:1:int
            mount source:0:string target:1:string filesystemtype:2:string mountflags:3:hex
            umount2 target:0:string flags:1:hex
            umount target:0:string
            move_mount from_path:1:string to_path:3:string
            open_tree path:1:string flags:2:hex
            fsopen fsname:0:string
            fsmount fs_fd:0:int
            pivot_root new_root:0:string put_old:1:string
            chroot path:0:string
            chdir path:0:string
            bpf cmd:0:bpf
            init_module len:1:int param_values:2:string
            finit_module fd:0:descriptor param_values:1:string
            delete_module name:0:string flags:1:hex
            kexec_load entry:0:hex
            kexec_file_load kernel_fd:0:descriptor
            keyctl operation:0:int
            add_key type:0:string description:1:string
            request_key type:0:string description:1:string
            userfaultfd flags:0:hex
            perf_event_open pid:1:int cpu:2:int
            seccomp operation:0:seccomp flags:1:hex
            capset
            personality persona:0:hex
            reboot cmd:2:hex
            swapon path:0:string
            swapoff path:0:string
            sethostname name:0:string
            setdomainname name:0:string
            open_by_handle_at mount_fd:0:descriptor flags:2:hex
            name_to_handle_at dirfd:0:int pathname:1:string
            fanotify_init flags:0:hex
            inotify_add_watch pathname:1:string mask:2:hex
            acct filename:0:string
            quotactl cmd:0:hex special:1:string
            ioctl fd:0:descriptor request:1:hex
            execve pathname:0:string
            execveat dirfd:0:int pathname:1:string
            open pathname:0:string flags:1:hex
            openat dirfd:0:int pathname:1:string flags:2:hex
            openat2 dirfd:0:int pathname:1:string
            stat pathname:0:string
            lstat pathname:0:string
            newfstatat dirfd:0:int pathname:1:string
            statx dirfd:0:int pathname:1:string
            access pathname:0:string mode:1:int
            faccessat dirfd:0:int pathname:1:string
            faccessat2 dirfd:0:int pathname:1:string
            readlink pathname:0:string
            readlinkat dirfd:0:int pathname:1:string
            """;

    private static final Map<String, List<Argument>> BY_CALL = parse();

    private ArgumentTable() {}

    /** In the order of the man page; empty for a call that is told by its raw arguments alone. */
    static List<Argument> of(String call) {
        return BY_CALL.getOrDefault(call, List.of());
    }

    /** Every call of which something is told. */
    static Set<String> calls() {
        return BY_CALL.keySet();
    }

    private static Map<String, List<Argument>> parse() {
        Map<String, List<Argument>> table = new TreeMap<>();
        TABLE.lines().forEach(line -> {
            String[] words = line.split(" ");
            List<Argument> arguments = new ArrayList<>(words.length - 1);
            for (int i = 1; i < words.length; i++) {
                String[] parts = words[i].split(":");
                Kind kind = Kind.valueOf(parts[2].toUpperCase(Locale.ROOT));
                arguments.add(new Argument(parts[0], Integer.parseInt(parts[1]), kind));
            }
            table.put(words[0], List.copyOf(arguments));
        });
        return table;
    }
}
