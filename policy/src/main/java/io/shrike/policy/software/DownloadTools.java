package io.shrike.policy.software;

import static io.shrike.policy.software.PackageCommand.DOWNLOAD;

import io.shrike.model.Finding.SoftwarePackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** curl(1) and wget(1): what they fetch is a download, whatever becomes of it. */
record DownloadTools(String name, Set<String> withValue, Set<String> urlOptions, Set<String> noDownload)
        implements Manager {

    private static final String CURL_VALUES =
            "-E -K -C -b -c -d -D -F -P -H -h -m -o -U -Q -r -e -X -Y -y -z -t -T -u -A -w"
                    + " --abstract-unix-socket --alt-svc --aws-sigv4 --cacert --capath --cert --cert-type --ciphers --config"
                    + " --connect-timeout --connect-to --continue-at --cookie --cookie-jar --create-file-mode --crlfile --curves"
                    + " --data --data-ascii --data-binary --data-raw --data-urlencode --delegation --dns-interface"
                    + " --dns-ipv4-addr --dns-ipv6-addr --dns-servers --doh-url --dump-header --egd-file --engine"
                    + " --etag-compare --etag-save --expect100-timeout --form --form-string --ftp-account"
                    + " --ftp-alternative-to-user --ftp-method --ftp-port --ftp-ssl-ccc-mode --happy-eyeballs-timeout-ms"
                    + " --haproxy-clientip --header --help --hostpubmd5 --hostpubsha256 --hsts --interface --ip-tos --ipfs-gateway"
                    + " --json --keepalive-cnt --keepalive-time --key --key-type --krb --libcurl --limit-rate --local-port"
                    + " --login-options --mail-auth --mail-from --mail-rcpt --max-filesize --max-redirs --max-time"
                    + " --netrc-file --noproxy --oauth2-bearer --output --output-dir --parallel-max --pass --pinnedpubkey"
                    + " --preproxy --proto --proto-default --proto-redir --proxy --proxy-cacert --proxy-capath --proxy-cert"
                    + " --proxy-cert-type --proxy-ciphers --proxy-crlfile --proxy-header --proxy-key --proxy-key-type"
                    + " --proxy-pass --proxy-pinnedpubkey --proxy-service-name --proxy-tls13-ciphers --proxy-tlsauthtype"
                    + " --proxy-tlspassword --proxy-tlsuser --proxy-user --proxy1.0 --pubkey --quote --random-file --range"
                    + " --rate --referer --request --request-target --resolve --retry --retry-delay --retry-max-time"
                    + " --sasl-authzid --service-name --sigalgs --socks4 --socks4a --socks5 --socks5-gssapi-service"
                    + " --socks5-hostname --speed-limit --speed-time --stderr --telnet-option --tftp-blksize --time-cond"
                    + " --tls-max --tls13-ciphers --tlsauthtype --tlspassword --tlsuser --trace --trace-ascii --trace-config"
                    + " --unix-socket --upload-file --url --url-query --user --user-agent --variable --vlan-priority"
                    + " --write-out -x";

    /** What divides a command line of curl into several, or adds to it from a file. */
    private static final Set<String> PARTS = Set.of("-:", "--next", "-K", "--config");

    private static final String WGET_VALUES =
            "-e -o -a -i -B -t -O -T -w -Q -P -U -l -A -R -D -I -X --execute --output-file"
                    + " --append-output --report-speed --input-file --base --config --rejected-log --tries"
                    + " --retry-on-http-error --output-document --start-pos --progress --timeout --dns-timeout"
                    + " --connect-timeout --read-timeout --wait --waitretry --quota --bind-address --limit-rate"
                    + " --restrict-file-names --prefer-family --user --password --use-askpass --local-encoding"
                    + " --remote-encoding --directory-prefix --cut-dirs --http-user --http-password --default-page --header"
                    + " --compression --proxy-user --proxy-password --referer --user-agent --load-cookies --save-cookies"
                    + " --post-data --post-file --method --body-data --body-file --secure-protocol --certificate"
                    + " --certificate-type --private-key --private-key-type --ca-certificate --ca-directory --crl-file"
                    + " --pinnedpubkey --ciphers --ftp-user --ftp-password --warc-file --warc-header --warc-max-size"
                    + " --warc-dedup --warc-tempdir --level --accept --reject --accept-regex --reject-regex --regex-type"
                    + " --domains --exclude-domains --follow-tags --ignore-tags --include-directories --exclude-directories";

    DownloadTools {
        withValue = Set.copyOf(withValue);
        urlOptions = Set.copyOf(urlOptions);
        noDownload = Set.copyOf(noDownload);
    }

    static List<Manager> all() {
        return List.of(
                new DownloadTools(
                        "curl",
                        Set.of(CURL_VALUES.split(" ")),
                        Set.of("--url"),
                        Set.of("-I", "--head", "-T", "--upload-file", "-V", "--version", "-h", "--help", "-M")),
                new DownloadTools(
                        "wget",
                        Set.of(WGET_VALUES.split(" ")),
                        Set.of("-i", "--input-file"),
                        Set.of("--spider", "-V", "--version", "-h", "--help")));
    }

    @Override
    public Optional<PackageCommand> read(List<String> arguments) {
        Scan scan = Scan.of(arguments, withValue, Scan.Style.GETOPT);
        List<String> listed = scan.values(urlOptions);
        List<String> urls = new ArrayList<>(scan.positionals());
        urls.addAll(listed);
        if (urls.isEmpty() || scan.hasAny(noDownload)) {
            return Optional.empty();
        }
        List<String> plain = urls.stream().map(DownloadTools::withoutUserinfo).toList();
        List<String> targets = targets(scan, plain, listed);
        List<SoftwarePackage> packages = new ArrayList<>(plain.size());
        for (int i = 0; i < plain.size(); i++) {
            SoftwarePackage file = PackageNames.file(plain.get(i));
            Optional<String> target = i < targets.size() ? Optional.of(targets.get(i)) : Optional.empty();
            packages.add(new SoftwarePackage(file.name(), file.version(), file.url(), target));
        }
        return Optional.of(PackageCommand.of(name, DOWNLOAD, packages, Set.of(DOWNLOAD, name)));
    }

    /** Where each of {@code urls} goes, none for those that cannot be told: a list in a file, or two kinds of arguments mixed. */
    private List<String> targets(Scan scan, List<String> urls, List<String> listed) {
        if (name.equals("wget")) {
            return DownloadTargets.wget(scan, urls.subList(0, urls.size() - listed.size()));
        }
        boolean mixed = !listed.isEmpty() && listed.size() < urls.size();
        return mixed || scan.hasAny(PARTS) ? List.of() : DownloadTargets.curl(scan, urls);
    }

    /** A URL may carry a password, which no event should. */
    private static String withoutUserinfo(String url) {
        int from = PackageNames.isUrl(url) ? url.indexOf("://") + 3 : 0;
        int slash = url.indexOf('/', from);
        int at = url.lastIndexOf('@', slash < 0 ? url.length() : slash);
        return at < from ? url : url.substring(0, from) + url.substring(at + 1);
    }
}
