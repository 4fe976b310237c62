package io.shrike.policy.software;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where curl(1) and wget(1) put what they fetch, as their command lines say: a file, {@code -} for standard output, or a folder
 * with a slash at its end where the server or the tool chooses the name in it.
 */
final class DownloadTargets {
    private static final String STDOUT = "-";
    private static final Set<String> CURL_OUTPUT = Set.of("-o", "--output");
    private static final Set<String> CURL_REMOTE = Set.of("-O", "--remote-name");
    private static final Set<String> CURL_HEADER_NAME = Set.of("-J", "--remote-header-name");
    private static final Set<String> WGET_FOLDERS =
            Set.of("-r", "--recursive", "-m", "--mirror", "-x", "--force-directories", "-p", "--page-requisites");

    private DownloadTargets() {}

    /** The n-th output option is about the n-th URL, wherever they stand; a URL without one goes to standard output. */
    static List<String> curl(Scan scan, List<String> urls) {
        String folder = last(scan, Set.of("--output-dir"));
        boolean all = scan.has("--remote-name-all");
        List<Scan.Option> outputs = scan.options().stream()
                .filter(option -> CURL_OUTPUT.contains(option.name()) || CURL_REMOTE.contains(option.name()))
                .toList();
        List<String> targets = new ArrayList<>(urls.size());
        for (int i = 0; i < urls.size(); i++) {
            Optional<Scan.Option> output = i < outputs.size() ? Optional.of(outputs.get(i)) : Optional.empty();
            Optional<String> file = output.flatMap(Scan.Option::value);
            if (file.isPresent()) {
                targets.add(file.get().equals(STDOUT) ? STDOUT : in(folder, file.get()));
            } else if (output.isPresent() || all) {
                targets.add(in(folder, scan.hasAny(CURL_HEADER_NAME) ? "" : PackageNames.lastPart(urls.get(i))));
            } else {
                targets.add(STDOUT);
            }
        }
        return targets;
    }

    /** {@code -O} takes everything into one file, whatever {@code -P} says. */
    static List<String> wget(Scan scan, List<String> urls) {
        String document = last(scan, Set.of("-O", "--output-document"));
        String folder = last(scan, Set.of("-P", "--directory-prefix"));
        boolean chosen = scan.hasAny(WGET_FOLDERS) || scan.has("--content-disposition");
        return urls.stream()
                .map(url -> !document.isEmpty() ? document : in(folder, chosen ? "" : pageName(url)))
                .toList();
    }

    /** wget keeps the query in the name, and calls a folder index.html. */
    private static String pageName(String url) {
        int path = url.indexOf('/', PackageNames.isUrl(url) ? url.indexOf("://") + 3 : 0);
        int fragment = url.indexOf('#');
        String name = path < 0 ? "" : url.substring(path + 1, fragment > path ? fragment : url.length());
        int query = name.indexOf('?');
        int slash = name.lastIndexOf('/', query < 0 ? name.length() : query);
        String last = name.substring(slash + 1);
        return last.isEmpty() || last.startsWith("?") ? "index.html" + last : last;
    }

    private static String last(Scan scan, Set<String> names) {
        List<String> values = scan.values(names);
        return values.isEmpty() ? "" : values.getLast();
    }

    private static String in(String folder, String file) {
        if (folder.isEmpty()) {
            return file.isEmpty() ? "./" : file;
        }
        return folder.endsWith("/") ? folder + file : folder + "/" + file;
    }
}
