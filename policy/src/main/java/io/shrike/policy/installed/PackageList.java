package io.shrike.policy.installed;

import io.shrike.model.PackageChange;
import io.shrike.model.PackageChange.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The packages that are installed, and their versions; in order of name. */
public final class PackageList {
    /** No package. */
    public static final PackageList EMPTY = new PackageList(Map.of());

    private final TreeMap<Key, String> versions;

    /** A package may be installed for several architectures. */
    record Key(String name, String architecture) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byName = name.compareTo(other.name);
            return byName != 0 ? byName : architecture.compareTo(other.architecture);
        }
    }

    PackageList(Map<Key, String> versions) {
        this.versions = new TreeMap<>(versions);
    }

    /** Collects packages that are found one by one. */
    public static final class Builder {
        private final Map<Key, String> versions = new HashMap<>();

        /** {@code place} tells apart what may be installed more than once. Names and versions are cut when too long. */
        public void add(String name, String version, String place) {
            if (!name.isEmpty() && !isFull()) {
                versions.put(new Key(cut(name), place), cut(version));
            }
        }

        /** Adds what the METADATA or PKG-INFO of a Python package says. */
        public void addPython(byte[] text, int length, String place) {
            Stanzas.python(text, length).versions.forEach((key, version) -> add(key.name(), version, place));
        }

        /** Whether more packages are left out. */
        public boolean isFull() {
            return versions.size() >= Stanzas.MOST_PACKAGES;
        }

        private static String cut(String text) {
            return text.length() <= Stanzas.LONGEST_VALUE ? text : text.substring(0, Stanzas.LONGEST_VALUE);
        }

        public PackageList build() {
            return new PackageList(versions);
        }
    }

    /** These packages, and those of {@code other} that are not among them. */
    public PackageList and(PackageList other) {
        Map<Key, String> both = new HashMap<>(other.versions);
        both.putAll(versions);
        return new PackageList(both);
    }

    public int size() {
        return versions.size();
    }

    /** The version of a package, of any architecture. */
    public Optional<String> version(String name) {
        return Optional.ofNullable(versions.ceilingEntry(new Key(name, "")))
                .filter(found -> found.getKey().name().equals(name))
                .map(Map.Entry::getValue);
    }

    /** What is different from {@code before}, by name. */
    public List<PackageChange> since(PackageList before) {
        TreeMap<Key, PackageChange> changes = new TreeMap<>();
        versions.forEach((key, version) -> {
            String old = before.versions.get(key);
            if (old == null) {
                changes.put(key, new PackageChange(key.name(), version, Kind.INSTALLED, Optional.empty()));
            } else if (!old.equals(version)) {
                changes.put(key, new PackageChange(key.name(), version, Kind.CHANGED, Optional.of(old)));
            }
        });
        before.versions.forEach((key, version) -> {
            if (!versions.containsKey(key)) {
                changes.put(key, new PackageChange(key.name(), version, Kind.REMOVED, Optional.empty()));
            }
        });
        return new ArrayList<>(changes.values());
    }
}
