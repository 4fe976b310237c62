package io.shrike.policy.installed;

import io.shrike.model.ByteString;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads paragraphs of {@code Key: value} lines that empty lines part. The text may be anything: what is no such line is
 * skipped, long values are cut, and packages beyond {@link #MOST_PACKAGES} are left out.
 */
final class Stanzas {
    static final int MOST_PACKAGES = 100_000;
    static final int LONGEST_VALUE = 256;

    private final byte[] text;
    private final int length;
    private final Names names;
    private final Map<PackageList.Key, String> versions = new HashMap<>();

    private String name = "";
    private String version = "";
    private String architecture = "";
    private boolean absent;

    /** The keys of a format; {@code status} is empty where every paragraph is of a package that is installed. */
    private record Names(String name, String version, String architecture, String status) {}

    private Stanzas(byte[] text, int length, Names names) {
        this.text = text;
        this.length = length;
        this.names = names;
    }

    /** /var/lib/dpkg/status. What is only known, or left its configuration behind, is not installed. */
    static PackageList dpkg(byte[] text, int length) {
        return new Stanzas(text, length, new Names("Package:", "Version:", "Architecture:", "Status:")).read();
    }

    /** /lib/apk/db/installed. */
    static PackageList apk(byte[] text, int length) {
        return new Stanzas(text, length, new Names("P:", "V:", "A:", "")).read();
    }

    /** METADATA or PKG-INFO of a Python package: one paragraph, whose keys stand before the description. */
    static PackageList python(byte[] text, int length) {
        return new Stanzas(text, length, new Names("Name:", "Version:", "\n", "")).head();
    }

    private PackageList head() {
        int start = 0;
        for (int at = 0; at <= length; at++) {
            if (at == length || text[at] == '\n') {
                if (start >= at || (at == start + 1 && text[start] == '\r')) {
                    break;
                }
                line(start, at);
                start = at + 1;
            }
        }
        end();
        return new PackageList(versions);
    }

    private PackageList read() {
        int start = 0;
        for (int at = 0; at <= length; at++) {
            if (at == length || text[at] == '\n') {
                line(start, at);
                start = at + 1;
            }
        }
        end();
        return new PackageList(versions);
    }

    private void line(int start, int end) {
        if (start >= end) {
            end();
        } else if (has(start, end, names.name)) {
            name = value(start + names.name.length(), end);
        } else if (has(start, end, names.version)) {
            version = value(start + names.version.length(), end);
        } else if (has(start, end, names.architecture)) {
            architecture = value(start + names.architecture.length(), end);
        } else if (!names.status.isEmpty() && has(start, end, names.status)) {
            String status = value(start + names.status.length(), end);
            absent = status.endsWith(" not-installed") || status.endsWith(" config-files");
        }
    }

    private void end() {
        if (!name.isEmpty() && !absent && versions.size() < MOST_PACKAGES) {
            versions.put(new PackageList.Key(name, architecture), version);
        }
        name = "";
        version = "";
        architecture = "";
        absent = false;
    }

    private boolean has(int start, int end, String key) {
        if (end - start < key.length()) {
            return false;
        }
        for (int i = 0; i < key.length(); i++) {
            if (text[start + i] != key.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String value(int from, int end) {
        int start = from;
        while (start < end && (text[start] == ' ' || text[start] == '\t')) {
            start++;
        }
        int stop = end;
        while (stop > start && (text[stop - 1] == ' ' || text[stop - 1] == '\r' || text[stop - 1] == '\t')) {
            stop--;
        }
        int kept = Math.min(stop - start, LONGEST_VALUE);
        return ByteString.copyOf(text, start, kept).escaped();
    }
}
