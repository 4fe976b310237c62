package io.shrike.linux.libc;

/** Constants of statx(2) and accessors of struct statx in a buffer, from linux/stat.h. */
public final class Statx {
    public static final int STATX_TYPE = 0x1;
    public static final int STATX_MODE = 0x2;
    public static final int STATX_NLINK = 0x4;
    public static final int STATX_UID = 0x8;
    public static final int STATX_GID = 0x10;
    public static final int STATX_ATIME = 0x20;
    public static final int STATX_MTIME = 0x40;
    public static final int STATX_CTIME = 0x80;
    public static final int STATX_INO = 0x100;
    public static final int STATX_SIZE = 0x200;
    public static final int STATX_BLOCKS = 0x400;
    public static final int STATX_BASIC_STATS = 0x7ff;
    public static final int STATX_BTIME = 0x800;
    public static final int STATX_MNT_ID = 0x1000;

    public static final int SIZE = 256;
    public static final int MASK = 0;
    public static final int NLINK = 16;
    public static final int UID = 20;
    public static final int GID = 24;
    public static final int MODE = 28;
    public static final int INO = 32;
    public static final int FILE_SIZE = 40;
    public static final int CTIME_SECONDS = 96;
    public static final int CTIME_NANOS = 104;
    public static final int MTIME_SECONDS = 112;
    public static final int MTIME_NANOS = 120;
    public static final int RDEV_MAJOR = 128;
    public static final int RDEV_MINOR = 132;
    public static final int DEV_MAJOR = 136;
    public static final int DEV_MINOR = 140;
    public static final int MNT_ID = 144;

    private Statx() {}

    /** Type and permission bits; see {@link io.shrike.linux.abi.Stat}. */
    public static int mode(NativeBuffer statx) {
        return Short.toUnsignedInt(statx.getShort(MODE));
    }

    public static long ino(NativeBuffer statx) {
        return statx.getLong(INO);
    }

    /** The device of the file system, as makedev(3) combines major and minor. */
    public static long dev(NativeBuffer statx) {
        return makedev(statx.getInt(DEV_MAJOR), statx.getInt(DEV_MINOR));
    }

    /** The device that a device file stands for. */
    public static long rdev(NativeBuffer statx) {
        return makedev(statx.getInt(RDEV_MAJOR), statx.getInt(RDEV_MINOR));
    }

    public static int nlink(NativeBuffer statx) {
        return statx.getInt(NLINK);
    }

    public static int uid(NativeBuffer statx) {
        return statx.getInt(UID);
    }

    public static int gid(NativeBuffer statx) {
        return statx.getInt(GID);
    }

    public static long size(NativeBuffer statx) {
        return statx.getLong(FILE_SIZE);
    }

    public static long mtimeSeconds(NativeBuffer statx) {
        return statx.getLong(MTIME_SECONDS);
    }

    public static int mtimeNanos(NativeBuffer statx) {
        return statx.getInt(MTIME_NANOS);
    }

    public static long ctimeSeconds(NativeBuffer statx) {
        return statx.getLong(CTIME_SECONDS);
    }

    public static int ctimeNanos(NativeBuffer statx) {
        return statx.getInt(CTIME_NANOS);
    }

    /** The mount the file was found on; 0 before Linux 5.8. Asked for with {@link #STATX_MNT_ID}. */
    public static long mountId(NativeBuffer statx) {
        return statx.getLong(MNT_ID);
    }

    /** Combines the numbers of a device as makedev(3) of the C library does. */
    public static long makedev(int major, int minor) {
        long high = Integer.toUnsignedLong(major);
        long low = Integer.toUnsignedLong(minor);
        return ((high & 0xfffff000L) << 32) | ((high & 0xfffL) << 8) | ((low & 0xffffff00L) << 12) | (low & 0xffL);
    }
}
