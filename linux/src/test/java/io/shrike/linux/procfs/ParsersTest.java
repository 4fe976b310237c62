package io.shrike.linux.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.abi.Mman;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParsersTest {
    private static final String STATUS = """
            Name:\tsh\\nUid:\\t0
            Umask:\t0022
            State:\tS (sleeping)
            Tgid:\t41
            Ngid:\t0
            Pid:\t42
            PPid:\t7
            TracerPid:\t3
            Uid:\t1000\t0\t1001\t4294967295
            Gid:\t10\t20\t30\t40
            FDSize:\t256
            NSpid:\t42\t5\t1
            CapEff:\t000001ffffffffff
            NoNewPrivs:\t1
            Seccomp:\t2
            Seccomp_filters:\t3
            """;

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    private static String stat(String comm) {
        return "42 (" + comm
                + ") S 7 40 39 34816 42 4194368 1 2 3 4 5 6 7 8 20 0 1 0 123456789012 1000 200 18446744073709551615"
                + " 11 12 13 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 21 22 23 140723412345678 25 26 27 0\n";
    }

    @Test
    void statIsParsedWhateverTheNameIs() {
        for (String comm : List.of("sh", ") (", "a b", "))))", "((", "x) R 1 2 3", "", "new\nline", "caf\u00e9")) {
            byte[] line = bytes(stat(comm));
            ProcStat stat = ProcStat.parse(line, line.length).orElseThrow();
            assertThat(text(stat.comm())).isEqualTo(comm);
            assertThat(stat.pid()).isEqualTo(42);
            assertThat(stat.state()).isEqualTo('S');
            assertThat(stat.ppid()).isEqualTo(7);
            assertThat(stat.pgrp()).isEqualTo(40);
            assertThat(stat.session()).isEqualTo(39);
            assertThat(stat.ttyNr()).isEqualTo(34816);
            assertThat(stat.startTimeTicks()).isEqualTo(123456789012L);
            assertThat(stat.flags()).isEqualTo(4194368);
            assertThat(stat.onlyForked()).isTrue();
            assertThat(stat.isZombie()).isFalse();
            assertThat(stat.argStart()).isEqualTo(140723412345678L);
        }
    }

    @Test
    void statThatIsCutIsNone() {
        byte[] line = bytes(stat("sh"));
        int beforeStart = text(line).indexOf("123456789012");
        for (int length = 0; length <= beforeStart; length++) {
            assertThat(ProcStat.parse(line, length)).isEmpty();
        }
    }

    @Test
    void statusIsParsed() {
        byte[] file = bytes(STATUS);
        ProcStatus status = ProcStatus.parse(file, file.length).orElseThrow();
        assertThat(status.tgid()).isEqualTo(41);
        assertThat(status.pid()).isEqualTo(42);
        assertThat(status.ppid()).isEqualTo(7);
        assertThat(status.tracerPid()).isEqualTo(3);
        assertThat(status.uid()).isEqualTo(new ProcStatus.Ids(1000, 0, 1001, -1));
        assertThat(status.gid()).isEqualTo(new ProcStatus.Ids(10, 20, 30, 40));
        assertThat(status.nsPid()).containsExactly(42, 5, 1);
        assertThat(status.noNewPrivs()).isTrue();
        assertThat(status.seccomp()).isEqualTo(2);
        assertThat(status.seccompFilters()).isEqualTo(3);
        assertThat(status.capEff()).isEqualTo(0x1ffffffffffL);
    }

    @Test
    void statusOfAnOldKernelLacksLines() {
        byte[] file = bytes("Tgid:\t1\nPid:\t1\nUid:\t0\t0\t0\t0\n");
        ProcStatus status = ProcStatus.parse(file, file.length).orElseThrow();
        assertThat(status.nsPid()).isEmpty();
        assertThat(status.noNewPrivs()).isFalse();
        assertThat(ProcStatus.parse(file, 5)).isEmpty();
    }

    @Test
    void commandLineIsSplitAtZeros() {
        byte[] file = bytes("cat\0\0-n\0");
        assertThat(ProcCommandLine.parse(file, file.length).stream().map(ParsersTest::text))
                .containsExactly("cat", "", "-n");
        assertThat(ProcCommandLine.parse(file, 0)).isEmpty();
        byte[] title = bytes("nginx: master process");
        assertThat(ProcCommandLine.parse(title, title.length)).hasSize(1);
    }

    @Test
    void mapsAreParsed() {
        MemoryMapping file = MemoryMapping.parse(bytes(
                        "7f3c8a400000-7f3c8a428000 r-xp 00001000 fd:01 131127                     /usr/lib/a b\\012c"))
                .orElseThrow();
        assertThat(file.start()).isEqualTo(0x7f3c8a400000L);
        assertThat(file.end()).isEqualTo(0x7f3c8a428000L);
        assertThat(file.protection()).isEqualTo(Mman.PROT_READ | Mman.PROT_EXEC);
        assertThat(file.shared()).isFalse();
        assertThat(file.offset()).isEqualTo(0x1000);
        assertThat(file.deviceMajor()).isEqualTo(0xfd);
        assertThat(file.deviceMinor()).isEqualTo(1);
        assertThat(file.inode()).isEqualTo(131127);
        assertThat(text(file.path())).isEqualTo("/usr/lib/a b\nc");
        MemoryMapping system = MemoryMapping.parse(bytes("ffffffffff600000-ffffffffff601000 --xs 00000000 00:00 0 "))
                .orElseThrow();
        assertThat(system.shared()).isTrue();
        assertThat(system.path()).isEmpty();
        assertThat(MemoryMapping.parse(bytes("Size:  4 kB"))).isEmpty();
        assertThat(MemoryMapping.parse(bytes(""))).isEmpty();
    }

    @Test
    void mountsAreParsed() {
        MountPoint mount = MountPoint.parse(bytes(
                        "36 35 98:0 /mnt1 /mnt\\0402 rw,noatime master:1 shared:7 - ext3 /dev/root rw,errors=continue"))
                .orElseThrow();
        assertThat(mount.id()).isEqualTo(36);
        assertThat(mount.parentId()).isEqualTo(35);
        assertThat(mount.deviceMajor()).isEqualTo(98);
        assertThat(mount.deviceMinor()).isZero();
        assertThat(text(mount.root())).isEqualTo("/mnt1");
        assertThat(text(mount.path())).isEqualTo("/mnt 2");
        assertThat(text(mount.options())).isEqualTo("rw,noatime");
        assertThat(text(mount.type())).isEqualTo("ext3");
        assertThat(text(mount.source())).isEqualTo("/dev/root");
        assertThat(text(mount.superOptions())).isEqualTo("rw,errors=continue");
        MountPoint plain =
                MountPoint.parse(bytes("1 1 0:2 / / rw - rootfs none rw")).orElseThrow();
        assertThat(text(plain.type())).isEqualTo("rootfs");
        assertThat(MountPoint.parse(bytes("1 1 0:2 / / rw shared:1"))).isEmpty();
    }

    @Test
    void linksTellOfDeletedFiles() {
        ProcLink deleted = new ProcLink(bytes("/tmp/x (deleted)"));
        assertThat(deleted.deleted()).isTrue();
        assertThat(text(deleted.path())).isEqualTo("/tmp/x");
        ProcLink whole = new ProcLink(bytes("/tmp/x"));
        assertThat(whole.deleted()).isFalse();
        assertThat(text(whole.path())).isEqualTo("/tmp/x");
        assertThat(new ProcLink(bytes(" (deleted)")).deleted()).isFalse();
    }

    @Test
    void bootClockCountsTicks() {
        BootClock clock = new BootClock(1_000_000_000_000_000_000L, 100);
        assertThat(clock.epochNanos(0)).isEqualTo(1_000_000_000_000_000_000L);
        assertThat(clock.epochNanos(123)).isEqualTo(1_000_000_001_230_000_000L);
        assertThat(clock.epochNanos(100_000_000_000L)).isEqualTo(2_000_000_000_000_000_000L);
    }
}
