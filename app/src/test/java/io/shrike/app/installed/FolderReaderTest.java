package io.shrike.app.installed;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.policy.installed.PackageDatabase;
import io.shrike.policy.installed.PackageList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderReaderTest {
    @TempDir
    Path directory;

    private void write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private PackageList read(PackageDatabase database, String... folders) {
        try (RootDirectory root = RootDirectory.open(directory.toString())) {
            return FolderReader.read(root, database, List.of(folders));
        }
    }

    @Test
    void readsTheRecordsOfEveryPythonOnce() throws IOException {
        write(
                "usr/lib/python3.12/site-packages/foo_bar-1.2.dist-info/METADATA",
                "Metadata-Version: 2.1\r\nName: foo.bar\r\nVersion: 1.2\r\n\r\nVersion: 9 is planned\n");
        write("usr/lib/python3/dist-packages/old-3.egg-info", "Name: old\nVersion: 3\n");
        write("usr/lib/python3/dist-packages/older.egg-info/PKG-INFO", "Name: older\nVersion: 4\n");
        write("usr/lib/python3.12/site-packages/~oo-1.0.dist-info/METADATA", "Name: oo\nVersion: 1.0\n");
        write("usr/lib/python3.12/site-packages/half-1.0.dist-info/RECORD", "");
        Files.createSymbolicLink(directory.resolve("lib"), Path.of("usr/lib"));
        PackageList list = read(
                PackageDatabase.PYTHON,
                "usr/lib/python*/site-packages",
                "usr/lib/python*/dist-packages",
                "lib/python*/site-packages",
                "none/python*/site-packages");
        assertThat(list.size()).isEqualTo(3);
        assertThat(list.version("foo.bar")).contains("1.2");
        assertThat(list.version("old")).contains("3");
        assertThat(list.version("older")).contains("4");
    }

    @Test
    void readsTheModulesOfModulesAndOfScopes() throws IOException {
        write("app/node_modules/a/package.json", "{\"name\":\"a\",\"x\":{\"version\":\"9\"},\"version\":\"1.0.0\"}");
        write("app/node_modules/@s/b/package.json", "{\"version\":\"2.0.0\",\"name\":\"@s/b\"}");
        write("app/node_modules/a/node_modules/c/package.json", "{\"name\":\"c\",\"version\":\"3.0.0\"}");
        write("app/node_modules/c/package.json", "{\"name\":\"c\",\"version\":\"4.0.0\"}");
        write("app/node_modules/.bin/package.json", "{\"name\":\"d\",\"version\":\"5.0.0\"}");
        write("app/node_modules/broken/package.json", "{\"name\":\"e\",");
        Files.createSymbolicLink(directory.resolve("app/node_modules/a/node_modules/loop"), Path.of("../../a"));
        PackageList list = read(PackageDatabase.NODE, "app/node_modules");
        assertThat(list.size()).isEqualTo(4);
        assertThat(list.version("a")).contains("1.0.0");
        assertThat(list.version("@s/b")).contains("2.0.0");
    }
}
