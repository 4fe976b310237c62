package io.shrike.linux.abi;

import java.util.ArrayList;
import java.util.List;

/** Constants of sys/socket.h and netinet/in.h. */
public final class Socket {
    // Address families.
    public static final int AF_UNSPEC = 0;
    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;
    public static final int AF_AX25 = 3;
    public static final int AF_IPX = 4;
    public static final int AF_APPLETALK = 5;
    public static final int AF_NETROM = 6;
    public static final int AF_X25 = 9;
    public static final int AF_INET6 = 10;
    public static final int AF_ROSE = 11;
    public static final int AF_KEY = 15;
    public static final int AF_NETLINK = 16;
    public static final int AF_PACKET = 17;
    public static final int AF_RDS = 21;
    public static final int AF_PPPOX = 24;
    public static final int AF_LLC = 26;
    public static final int AF_CAN = 29;
    public static final int AF_TIPC = 30;
    public static final int AF_BLUETOOTH = 31;
    public static final int AF_IUCV = 32;
    public static final int AF_RXRPC = 33;
    public static final int AF_PHONET = 35;
    public static final int AF_IEEE802154 = 36;
    public static final int AF_CAIF = 37;
    public static final int AF_ALG = 38;
    public static final int AF_NFC = 39;
    public static final int AF_VSOCK = 40;
    public static final int AF_KCM = 41;
    public static final int AF_QIPCRTR = 42;
    public static final int AF_SMC = 43;
    public static final int AF_XDP = 44;

    // Types.
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_RDM = 4;
    public static final int SOCK_SEQPACKET = 5;
    public static final int SOCK_DCCP = 6;
    public static final int SOCK_PACKET = 10;

    // Bits of the type argument: linux/net.h SOCK_TYPE_MASK is 0xf.
    public static final int SOCK_NONBLOCK = 0x800;
    public static final int SOCK_CLOEXEC = 0x80000;

    // Protocols.
    public static final int IPPROTO_IP = 0;
    public static final int IPPROTO_ICMP = 1;
    public static final int IPPROTO_TCP = 6;
    public static final int IPPROTO_UDP = 17;
    public static final int IPPROTO_IPV6 = 41;
    public static final int IPPROTO_ICMPV6 = 58;
    public static final int IPPROTO_SCTP = 132;
    public static final int IPPROTO_UDPLITE = 136;
    public static final int IPPROTO_RAW = 255;

    // Messages.
    public static final int MSG_OOB = 0x1;
    public static final int MSG_PEEK = 0x2;
    public static final int MSG_CTRUNC = 0x8;
    public static final int MSG_TRUNC = 0x20;
    public static final int MSG_DONTWAIT = 0x40;
    public static final int MSG_NOSIGNAL = 0x4000;
    public static final int MSG_FASTOPEN = 0x20000000;
    public static final int MSG_CMSG_CLOEXEC = 0x40000000;

    public static final int SOL_SOCKET = 1;
    public static final int SO_TYPE = 3;
    public static final int SO_PEERCRED = 17;
    public static final int SO_RCVTIMEO = 20;
    public static final int SO_SNDTIMEO = 21;
    public static final int SO_PEERNAME = 28;
    public static final int SO_PROTOCOL = 38;
    public static final int SO_DOMAIN = 39;
    public static final int SCM_RIGHTS = 1;
    public static final int SCM_CREDENTIALS = 2;

    private Socket() {}

    /** The part of the type argument of socket(2) that is the type. */
    public static final int SOCK_TYPE_MASK = 0xf;

    /** The name of an address family, such as {@code AF_INET6}, or its number in hexadecimal. */
    public static String familyName(int family) {
        return Names.FAMILIES.nameOf(family);
    }

    /** The names of the type and of the flag bits of the type argument of socket(2). */
    public static List<String> typeNames(int type) {
        List<String> names = new ArrayList<>();
        names.add(Names.TYPES.nameOf(type & SOCK_TYPE_MASK));
        names.addAll(Names.TYPE_FLAGS.flagsOf(Integer.toUnsignedLong(type & ~SOCK_TYPE_MASK)));
        return names;
    }

    private static final class Names {
        static final ConstantNames FAMILIES = ConstantNames.of(Socket.class, "AF_");
        static final ConstantNames TYPES =
                ConstantNames.of(Socket.class, "SOCK_").without("SOCK_NONBLOCK", "SOCK_CLOEXEC", "SOCK_TYPE_MASK");
        static final ConstantNames TYPE_FLAGS = ConstantNames.of(Socket.class, "SOCK_NONBLOCK", "SOCK_CLOEXEC");
    }
}
