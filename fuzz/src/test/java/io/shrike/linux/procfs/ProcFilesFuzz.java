package io.shrike.linux.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** Any bytes as each of the /proc files, and as the part of one that a process chooses itself: its name, its paths. */
class ProcFilesFuzz {
    @FuzzTest
    void readsAnyBytesAndKeepsHostileNamesInTheirPlace(byte[] bytes) {
        ProcStatus.parse(bytes, bytes.length);
        MountPoint.parse(bytes).ifPresent(mount -> assertThat(mount.path()).isNotEmpty());
        MemoryMapping.parse(bytes)
                .ifPresent(mapping -> assertThat(Long.compareUnsigned(mapping.start(), mapping.end()))
                        .isNegative());
        ProcStat.parse(bytes, bytes.length);
        commandLine(bytes);
        name(Arrays.copyOf(bytes, Math.min(bytes.length, 15)));
        path(bytes);
    }

    /** The arguments with their NULs are the file, but for a last NUL that is missing. */
    private static void commandLine(byte[] bytes) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] argument : ProcCommandLine.parse(bytes, bytes.length)) {
            joined.writeBytes(argument);
            joined.write(0);
        }
        boolean whole = bytes.length == 0 || bytes[bytes.length - 1] == 0;
        assertThat(joined.toByteArray()).isEqualTo(whole ? bytes : Arrays.copyOf(bytes, bytes.length + 1));
    }

    /** A thread may call itself {@code ) R 1 (}. */
    private static void name(byte[] comm) {
        String text = new String(comm, ISO_8859_1);
        byte[] stat = ("7 (" + text + ") S 3 4 5 6" + " 0".repeat(14) + " 99 0 0\n").getBytes(ISO_8859_1);
        ProcStat parsed = ProcStat.parse(stat, stat.length).orElseThrow();
        assertThat(parsed.comm()).isEqualTo(comm);
        assertThat(List.of(parsed.pid(), parsed.ppid(), parsed.pgrp(), parsed.session(), parsed.ttyNr()))
                .containsExactly(7, 3, 4, 5, 6);
        assertThat(parsed.startTimeTicks()).isEqualTo(99);
    }

    /** A path as the kernel writes it, with {@code \ooo} for blanks, tabs, line feeds and backslashes, is read back. */
    private static void path(byte[] path) {
        StringBuilder escaped = new StringBuilder("/");
        for (byte b : path) {
            boolean escape = b == ' ' || b == '\t' || b == '\n' || b == '\\';
            escaped.append(escape ? "\\%03o".formatted(b) : String.valueOf((char) (b & 0xff)));
        }
        byte[] line = ("1 2 3:4 / " + escaped + " rw - ext4 /dev/x rw").getBytes(ISO_8859_1);
        String expected = "/" + new String(path, ISO_8859_1);
        assertThat(new String(MountPoint.parse(line).orElseThrow().path(), ISO_8859_1))
                .isEqualTo(expected);
    }
}
