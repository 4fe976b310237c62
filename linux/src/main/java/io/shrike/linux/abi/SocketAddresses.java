package io.shrike.linux.abi;

/**
 * Layouts of socket addresses, and of struct msghdr of 64-bit and 32-bit callers. Ports and IP addresses are big-endian.
 *
 * <pre>
 * struct sockaddr_in  { sa_family_t sin_family; in_port_t sin_port; struct in_addr sin_addr; ... }              netinet/in.h
 * struct sockaddr_in6 { sa_family_t; in_port_t; uint32_t sin6_flowinfo; struct in6_addr; uint32_t scope_id; }   netinet/in.h
 * struct sockaddr_un  { sa_family_t sun_family; char sun_path[108]; }                                           sys/un.h
 * struct sockaddr_nl  { sa_family_t nl_family; unsigned short pad; __u32 nl_pid; __u32 nl_groups; }             linux/netlink.h
 * struct sockaddr_vm  { sa_family_t; unsigned short; unsigned svm_port; unsigned svm_cid; ... }                 linux/vm_sockets.h
 * </pre>
 */
public final class SocketAddresses {
    /** Size of struct sockaddr_storage: the most the kernel reads. */
    public static final int STORAGE_SIZE = 128;

    public static final int FAMILY = 0;

    public static final int IN_PORT = 2;
    public static final int IN_ADDR = 4;
    public static final int IN_ADDR_SIZE = 4;
    public static final int IN_SIZE = 16;

    public static final int IN6_PORT = 2;
    public static final int IN6_FLOWINFO = 4;
    public static final int IN6_ADDR = 8;
    public static final int IN6_ADDR_SIZE = 16;
    public static final int IN6_SCOPE_ID = 24;
    public static final int IN6_SIZE = 28;

    /** The length from which the kernel takes a sockaddr_in6: RFC 2133's, without the scope. */
    public static final int IN6_MINIMUM_SIZE = 24;

    public static final int UN_PATH = 2;
    public static final int UN_PATH_SIZE = 108;
    public static final int UN_SIZE = 110;

    public static final int NL_PID = 4;
    public static final int NL_GROUPS = 8;
    public static final int NL_SIZE = 12;

    public static final int VM_PORT = 4;
    public static final int VM_CID = 8;
    public static final int VM_SIZE = 16;

    // struct msghdr { void *name; int namelen; struct iovec *iov; size_t iovlen; void *control; size_t controllen; int
    // flags; }
    public static final int MSGHDR_NAME = 0;
    public static final int MSGHDR_NAMELEN = 8;
    public static final int MSGHDR_IOV = 16;
    public static final int MSGHDR_IOVLEN = 24;
    public static final int MSGHDR_SIZE = 56;

    // struct mmsghdr { struct msghdr msg_hdr; unsigned int msg_len; }
    public static final int MMSGHDR_SIZE = 64;

    // The same structs of a 32-bit caller.
    public static final int MSGHDR32_NAME = 0;
    public static final int MSGHDR32_NAMELEN = 4;
    public static final int MSGHDR32_IOV = 8;
    public static final int MSGHDR32_IOVLEN = 12;
    public static final int MSGHDR32_SIZE = 28;
    public static final int MMSGHDR32_SIZE = 32;

    private SocketAddresses() {}
}
