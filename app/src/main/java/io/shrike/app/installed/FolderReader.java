package io.shrike.app.installed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.shrike.policy.installed.PackageDatabase;
import io.shrike.policy.installed.PackageList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What folders of records say: the {@code dist-info} and {@code egg-info} of site-packages, the {@code package.json} of the
 * modules in node_modules and below. A folder that is met under several names counts once. Owned by one thread.
 */
final class FolderReader {
    /** A segment of a folder that stands for every version of Python. */
    static final String ANY_PYTHON = "/python*/";

    private static final JsonFactory JSON = new JsonFactory();
    private static final String PYTHON = "python";
    private static final int DEEPEST = 12;
    private static final int LARGEST_RECORD = 1 << 20;
    private static final int MOST_FOLDERS = 20_000;

    private final RootDirectory root;
    private final Set<RootDirectory.Identity> met = new HashSet<>();
    private final PackageList.Builder packages = new PackageList.Builder();

    private FolderReader(RootDirectory root) {
        this.root = root;
    }

    /** {@code folders} are relative to {@code root}. */
    static PackageList read(RootDirectory root, PackageDatabase database, List<String> folders) {
        FolderReader reader = new FolderReader(root);
        for (String folder : folders) {
            for (String found : reader.expanded(folder)) {
                switch (database) {
                    case PYTHON -> reader.python(found);
                    case NODE -> reader.node(found, 0);
                    case DPKG, APK, RPM -> {}
                }
            }
        }
        return reader.packages.build();
    }

    private List<String> expanded(String folder) {
        int at = folder.indexOf(ANY_PYTHON);
        if (at < 0) {
            return List.of(folder);
        }
        String parent = folder.substring(0, at + 1);
        List<String> found = new ArrayList<>();
        for (String name : root.list(parent)) {
            if (name.startsWith(PYTHON)) {
                found.add(parent + name + folder.substring(at + ANY_PYTHON.length() - 1));
            }
        }
        return found;
    }

    /** How a folder is told from others; empty where it is none, or was met before. */
    private Optional<String> enter(String folder) {
        return root.directory(folder)
                .filter(identity -> met.size() < MOST_FOLDERS && met.add(identity))
                .map(identity -> identity.device() + ":" + identity.inode());
    }

    private void python(String folder) {
        enter(folder).ifPresent(place -> {
            for (String name : root.list(folder)) {
                String record = folder + "/" + name;
                if (name.startsWith("~") || packages.isFull()) {
                    continue;
                }
                if (name.endsWith(".dist-info")) {
                    metadata(record + "/METADATA", place);
                } else if (name.endsWith(".egg-info")) {
                    metadata(record + "/PKG-INFO", place);
                    metadata(record, place);
                }
            }
        });
    }

    private void metadata(String file, String place) {
        RootDirectory.Content content = root.read(file, LARGEST_RECORD);
        if (content.error().isEmpty()) {
            packages.addPython(content.text(), content.length(), place);
        }
    }

    private void node(String folder, int depth) {
        if (depth > DEEPEST || enter(folder).isEmpty()) {
            return;
        }
        for (String name : root.list(folder)) {
            if (packages.isFull()) {
                return;
            }
            if (name.startsWith("@")) {
                for (String scoped : root.list(folder + "/" + name)) {
                    module(folder + "/" + name + "/" + scoped, depth);
                }
            } else if (!name.startsWith(".")) {
                module(folder + "/" + name, depth);
            }
        }
    }

    private void module(String folder, int depth) {
        enter(folder).ifPresent(place -> {
            RootDirectory.Content content = root.read(folder + "/package.json", LARGEST_RECORD);
            if (content.error().isEmpty()) {
                manifest(content, folder);
            }
            node(folder + "/node_modules", depth + 1);
        });
    }

    private void manifest(RootDirectory.Content content, String place) {
        String name = "";
        String version = "";
        try (JsonParser parser = JSON.createParser(content.text(), 0, content.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING && key.equals("name")) {
                    name = parser.getText();
                } else if (value == JsonToken.VALUE_STRING && key.equals("version")) {
                    version = parser.getText();
                }
                parser.skipChildren();
            }
        } catch (IOException _) {
            return;
        }
        packages.add(name, version, place);
    }
}
