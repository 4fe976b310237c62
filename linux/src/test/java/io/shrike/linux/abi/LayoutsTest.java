package io.shrike.linux.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.libc.Statx;
import io.shrike.linux.testing.CAssertions;
import io.shrike.linux.testing.CCompiler;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every struct has the layout that the compilers of both architectures give it. */
class LayoutsTest {
    private static List<String> compilers() {
        return CCompiler.commands();
    }

    private static void check(String command, CAssertions layout) throws Exception {
        CCompiler compiler = new CCompiler(command);
        assumeTrue(compiler.exists(), command + " is not installed");
        assertThat(compiler.complaintsAbout(layout.source())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("compilers")
    void seccompNotification(String command) throws Exception {
        check(
                command,
                new CAssertions()
                        .include("linux/seccomp.h")
                        .same("offsetof(struct seccomp_notif, id)", SeccompNotif.ID)
                        .same("offsetof(struct seccomp_notif, pid)", SeccompNotif.PID)
                        .same("offsetof(struct seccomp_notif, flags)", SeccompNotif.FLAGS)
                        .same("offsetof(struct seccomp_notif, data.nr)", SeccompNotif.NR)
                        .same("offsetof(struct seccomp_notif, data.arch)", SeccompNotif.ARCH)
                        .same(
                                "offsetof(struct seccomp_notif, data.instruction_pointer)",
                                SeccompNotif.INSTRUCTION_POINTER)
                        .same("offsetof(struct seccomp_notif, data.args)", SeccompNotif.ARGS)
                        .same("sizeof(struct seccomp_notif)", SeccompNotif.SIZE)
                        .same("offsetof(struct seccomp_notif_resp, id)", SeccompNotif.RESP_ID)
                        .same("offsetof(struct seccomp_notif_resp, val)", SeccompNotif.RESP_VAL)
                        .same("offsetof(struct seccomp_notif_resp, error)", SeccompNotif.RESP_ERROR)
                        .same("offsetof(struct seccomp_notif_resp, flags)", SeccompNotif.RESP_FLAGS)
                        .same("sizeof(struct seccomp_notif_resp)", SeccompNotif.RESP_SIZE)
                        .same("offsetof(struct seccomp_notif_addfd, id)", SeccompNotif.ADDFD_ID)
                        .same("offsetof(struct seccomp_notif_addfd, flags)", SeccompNotif.ADDFD_FLAGS)
                        .same("offsetof(struct seccomp_notif_addfd, srcfd)", SeccompNotif.ADDFD_SRCFD)
                        .same("offsetof(struct seccomp_notif_addfd, newfd)", SeccompNotif.ADDFD_NEWFD)
                        .same("offsetof(struct seccomp_notif_addfd, newfd_flags)", SeccompNotif.ADDFD_NEWFD_FLAGS)
                        .same("sizeof(struct seccomp_notif_addfd)", SeccompNotif.ADDFD_SIZE)
                        .same("offsetof(struct seccomp_notif_sizes, seccomp_notif)", SeccompNotif.SIZES_NOTIF)
                        .same("offsetof(struct seccomp_notif_sizes, seccomp_notif_resp)", SeccompNotif.SIZES_RESP)
                        .same("offsetof(struct seccomp_notif_sizes, seccomp_data)", SeccompNotif.SIZES_DATA)
                        .same("sizeof(struct seccomp_notif_sizes)", SeccompNotif.SIZES_SIZE));
    }

    @ParameterizedTest
    @MethodSource("compilers")
    void statx(String command) throws Exception {
        check(
                command,
                new CAssertions()
                        .include("linux/stat.h")
                        .same("sizeof(struct statx)", Statx.SIZE)
                        .same("offsetof(struct statx, stx_mask)", Statx.MASK)
                        .same("offsetof(struct statx, stx_nlink)", Statx.NLINK)
                        .same("offsetof(struct statx, stx_uid)", Statx.UID)
                        .same("offsetof(struct statx, stx_gid)", Statx.GID)
                        .same("offsetof(struct statx, stx_mode)", Statx.MODE)
                        .same("offsetof(struct statx, stx_ino)", Statx.INO)
                        .same("offsetof(struct statx, stx_size)", Statx.FILE_SIZE)
                        .same("offsetof(struct statx, stx_ctime.tv_sec)", Statx.CTIME_SECONDS)
                        .same("offsetof(struct statx, stx_ctime.tv_nsec)", Statx.CTIME_NANOS)
                        .same("offsetof(struct statx, stx_mtime.tv_sec)", Statx.MTIME_SECONDS)
                        .same("offsetof(struct statx, stx_mtime.tv_nsec)", Statx.MTIME_NANOS)
                        .same("offsetof(struct statx, stx_rdev_major)", Statx.RDEV_MAJOR)
                        .same("offsetof(struct statx, stx_rdev_minor)", Statx.RDEV_MINOR)
                        .same("offsetof(struct statx, stx_dev_major)", Statx.DEV_MAJOR)
                        .same("offsetof(struct statx, stx_dev_minor)", Statx.DEV_MINOR)
                        .same("offsetof(struct statx, stx_mnt_id)", Statx.MNT_ID));
    }

    @ParameterizedTest
    @MethodSource("compilers")
    void openHow(String command) throws Exception {
        check(
                command,
                new CAssertions()
                        .include("linux/openat2.h")
                        .same("sizeof(struct open_how)", OpenHow.SIZE)
                        .same("offsetof(struct open_how, flags)", OpenHow.FLAGS)
                        .same("offsetof(struct open_how, mode)", OpenHow.MODE)
                        .same("offsetof(struct open_how, resolve)", OpenHow.RESOLVE));
    }

    @ParameterizedTest
    @MethodSource("compilers")
    void socketAddresses(String command) throws Exception {
        check(
                command,
                new CAssertions()
                        .include("sys/socket.h", "netinet/in.h", "sys/un.h", "linux/netlink.h", "linux/vm_sockets.h")
                        .same("sizeof(struct sockaddr_storage)", SocketAddresses.STORAGE_SIZE)
                        .same("offsetof(struct sockaddr, sa_family)", SocketAddresses.FAMILY)
                        .same("offsetof(struct sockaddr_in, sin_port)", SocketAddresses.IN_PORT)
                        .same("offsetof(struct sockaddr_in, sin_addr)", SocketAddresses.IN_ADDR)
                        .same("sizeof(struct in_addr)", SocketAddresses.IN_ADDR_SIZE)
                        .same("sizeof(struct sockaddr_in)", SocketAddresses.IN_SIZE)
                        .same("offsetof(struct sockaddr_in6, sin6_port)", SocketAddresses.IN6_PORT)
                        .same("offsetof(struct sockaddr_in6, sin6_flowinfo)", SocketAddresses.IN6_FLOWINFO)
                        .same("offsetof(struct sockaddr_in6, sin6_addr)", SocketAddresses.IN6_ADDR)
                        .same("sizeof(struct in6_addr)", SocketAddresses.IN6_ADDR_SIZE)
                        .same("offsetof(struct sockaddr_in6, sin6_scope_id)", SocketAddresses.IN6_SCOPE_ID)
                        .same("offsetof(struct sockaddr_in6, sin6_scope_id)", SocketAddresses.IN6_MINIMUM_SIZE)
                        .same("sizeof(struct sockaddr_in6)", SocketAddresses.IN6_SIZE)
                        .same("offsetof(struct sockaddr_un, sun_path)", SocketAddresses.UN_PATH)
                        .same("sizeof(((struct sockaddr_un *)0)->sun_path)", SocketAddresses.UN_PATH_SIZE)
                        .same("sizeof(struct sockaddr_un)", SocketAddresses.UN_SIZE)
                        .same("offsetof(struct sockaddr_nl, nl_pid)", SocketAddresses.NL_PID)
                        .same("offsetof(struct sockaddr_nl, nl_groups)", SocketAddresses.NL_GROUPS)
                        .same("sizeof(struct sockaddr_nl)", SocketAddresses.NL_SIZE)
                        .same("offsetof(struct sockaddr_vm, svm_port)", SocketAddresses.VM_PORT)
                        .same("offsetof(struct sockaddr_vm, svm_cid)", SocketAddresses.VM_CID)
                        .same("sizeof(struct sockaddr_vm)", SocketAddresses.VM_SIZE));
    }

    @ParameterizedTest
    @MethodSource("compilers")
    void messageHeaders(String command) throws Exception {
        check(
                command,
                new CAssertions()
                        .include("sys/socket.h", "sys/uio.h")
                        .same("offsetof(struct msghdr, msg_name)", SocketAddresses.MSGHDR_NAME)
                        .same("offsetof(struct msghdr, msg_namelen)", SocketAddresses.MSGHDR_NAMELEN)
                        .same("offsetof(struct msghdr, msg_iov)", SocketAddresses.MSGHDR_IOV)
                        .same("offsetof(struct msghdr, msg_iovlen)", SocketAddresses.MSGHDR_IOVLEN)
                        .same("sizeof(struct msghdr)", SocketAddresses.MSGHDR_SIZE)
                        .same("offsetof(struct msghdr, msg_control)", 32)
                        .same("offsetof(struct msghdr, msg_controllen)", 40)
                        .same("offsetof(struct msghdr, msg_flags)", 48)
                        .same("CMSG_LEN(0)", 16)
                        .same("offsetof(struct cmsghdr, cmsg_level)", 8)
                        .same("offsetof(struct cmsghdr, cmsg_type)", 12)
                        .same("sizeof(struct iovec)", 16)
                        .same("offsetof(struct iovec, iov_len)", 8)
                        .same("sizeof(struct mmsghdr)", SocketAddresses.MMSGHDR_SIZE));
    }

    @Test
    void messageHeadersOf32Bits() throws Exception {
        CAssertions layout = new CAssertions()
                .include("stdint.h")
                .same(
                        "sizeof(struct { uint32_t name; int namelen; uint32_t iov, iovlen, control, controllen; unsigned f; })",
                        SocketAddresses.MSGHDR32_SIZE);
        check("cc", layout.same("sizeof(struct { char header[28]; unsigned len; })", SocketAddresses.MMSGHDR32_SIZE));
    }

    @Test
    void epollEventOfThisMachine() throws Exception {
        check(
                "cc",
                new CAssertions()
                        .include("sys/epoll.h")
                        .same("sizeof(struct epoll_event)", EpollEvent.SIZE)
                        .same("offsetof(struct epoll_event, events)", EpollEvent.EVENTS)
                        .same("offsetof(struct epoll_event, data)", EpollEvent.DATA));
    }

    @Test
    void epollEventElsewhere() throws Exception {
        assumeTrue(Architecture.IS_X86, "this machine is not one with a packed struct");
        check(
                "aarch64-linux-gnu-gcc",
                new CAssertions()
                        .include("sys/epoll.h")
                        .same("sizeof(struct epoll_event)", 16)
                        .same("offsetof(struct epoll_event, data)", 8));
    }

    @ParameterizedTest
    @MethodSource("compilers")
    void pollAndTime(String command) throws Exception {
        check(
                command,
                new CAssertions()
                        .include("poll.h", "time.h", "unistd.h")
                        .same("sizeof(struct pollfd)", 8)
                        .same("offsetof(struct pollfd, events)", 4)
                        .same("offsetof(struct pollfd, revents)", 6)
                        .same("sizeof(struct timespec)", 16)
                        .same("_SC_CLK_TCK", 2));
    }

    @ParameterizedTest
    @MethodSource("compilers")
    void syscallInfoOfPtrace(String command) throws Exception {
        check(
                command,
                new CAssertions()
                        .include("linux/ptrace.h")
                        .same("offsetof(struct ptrace_syscall_info, op)", PtraceSyscallInfo.OP)
                        .same("offsetof(struct ptrace_syscall_info, arch)", PtraceSyscallInfo.ARCH)
                        .same(
                                "offsetof(struct ptrace_syscall_info, instruction_pointer)",
                                PtraceSyscallInfo.INSTRUCTION_POINTER)
                        .same("offsetof(struct ptrace_syscall_info, entry.nr)", PtraceSyscallInfo.NR)
                        .same("offsetof(struct ptrace_syscall_info, entry.args)", PtraceSyscallInfo.ARGS)
                        .same("offsetof(struct ptrace_syscall_info, seccomp.nr)", PtraceSyscallInfo.NR)
                        .same("offsetof(struct ptrace_syscall_info, seccomp.args)", PtraceSyscallInfo.ARGS)
                        .same("offsetof(struct ptrace_syscall_info, exit.rval)", PtraceSyscallInfo.RVAL)
                        .same("sizeof(struct ptrace_syscall_info)", PtraceSyscallInfo.SIZE));
    }

    @Test
    void registersOfX86() throws Exception {
        assumeTrue(Architecture.IS_X86, "the compiler is not one for x86");
        check(
                "cc",
                new CAssertions()
                        .include("sys/user.h")
                        .same("offsetof(struct user_regs_struct, rax)", UserRegisters.X86_64_RAX)
                        .same("offsetof(struct user_regs_struct, orig_rax)", UserRegisters.X86_64_ORIG_RAX)
                        .same("offsetof(struct user_regs_struct, rip)", UserRegisters.X86_64_RIP)
                        .same("offsetof(struct user, regs)", 0)
                        .same("sizeof(struct user_regs_struct)", UserRegisters.X86_64_SIZE));
    }

    @Test
    void registersOfArm64() throws Exception {
        check(
                "aarch64-linux-gnu-gcc",
                new CAssertions()
                        .include("asm/ptrace.h")
                        .same("offsetof(struct user_pt_regs, regs)", UserRegisters.AARCH64_X0)
                        .same("offsetof(struct user_pt_regs, pc)", UserRegisters.AARCH64_PC)
                        .same("sizeof(struct user_pt_regs)", UserRegisters.AARCH64_SIZE));
    }
}
