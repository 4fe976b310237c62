package io.shrike.policy.yaml;

import io.shrike.model.IpAddress;
import io.shrike.policy.document.Cidr;
import io.shrike.policy.document.DomainPattern;
import io.shrike.policy.document.PortRange;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Readers of networks, ports and domains. */
final class NetworkValues {
    private static final int LAST_PORT = 65535;
    private static final int LONGEST_DOMAIN = 253;
    private static final String LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    private static final Pattern DOMAIN = Pattern.compile("(\\*\\.)?(" + LABEL + "(?:\\." + LABEL + ")*)\\.?");
    private static final Pattern ALL_DIGITS = Pattern.compile("(?:.*\\.)?[0-9]+");
    private static final Pattern PORTS = Pattern.compile("(0|[1-9][0-9]{0,4})(?: ?- ?(0|[1-9][0-9]{0,4}))?");
    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

    private NetworkValues() {}

    static final Reader<Cidr> NETWORK = NetworkValues::network;
    static final Reader<PortRange> PORT = NetworkValues::ports;
    static final Reader<DomainPattern> NAME = NetworkValues::domain;

    private static Optional<Cidr> network(YamlNode node, String label, Problems problems) {
        Optional<String> text = Scalars.TEXT.read(node, label, problems);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = text.get().split("/", 2);
        Optional<Addresses.Parsed> parsed = Addresses.parse(parts[0]);
        if (parsed.isEmpty()) {
            String expected = "a network such as 10.0.0.0/8 or 2001:db8::/32, or an address";
            return Scalars.wrong(node, label, expected, "", problems);
        }
        IpAddress address = parsed.get().address();
        boolean mapped = parsed.get().mapped();
        int width = address.v4() && !mapped ? 32 : 128;
        int prefix = parts.length == 1 ? width : prefix(parts[1]);
        if (prefix < 0 || prefix > width) {
            return Scalars.wrong(node, label, "a prefix length from 0 to " + width, "", problems);
        }
        Cidr cidr = mapped ? mapped(address, prefix) : masked(address, prefix);
        if (!mapped && !cidr.address().equals(address)) {
            problems.warning(
                    node.position(),
                    label + ": " + Quote.found(node) + " has bits beyond its prefix, taken as " + cidr);
        }
        return Optional.of(cidr);
    }

    private static int prefix(String text) {
        return PREFIX.matcher(text).matches() ? Integer.parseInt(text) : -1;
    }

    private static Cidr mapped(IpAddress address, int prefix) {
        if (prefix >= 96) {
            return masked(address, prefix - 96);
        }
        long low = prefix <= 64 ? 0 : 0xffff_0000_0000L & -1L << (128 - prefix);
        return new Cidr(IpAddress.v6(0, low), prefix);
    }

    static Cidr masked(IpAddress address, int prefix) {
        if (address.v4()) {
            int mask = prefix == 0 ? 0 : -1 << (32 - prefix);
            return new Cidr(IpAddress.v4((int) address.low() & mask), prefix);
        }
        long high = prefix == 0 ? 0 : address.high() & -1L << Math.max(0, 64 - prefix);
        long low = prefix <= 64 ? 0 : address.low() & -1L << (128 - prefix);
        return new Cidr(IpAddress.v6(high, low), prefix);
    }

    private static Optional<PortRange> ports(YamlNode node, String label, Problems problems) {
        String written = node instanceof YamlNode.Scalar scalar ? scalar.text() : "";
        String text = Numbers.whole(node).map(BigInteger::toString).orElse(written);
        Matcher ports = PORTS.matcher(text);
        if (!ports.matches()) {
            return Scalars.wrong(node, label, "a port from 1 to 65535, or a range such as 8000-8100", "", problems);
        }
        int first = Integer.parseInt(ports.group(1));
        int last = ports.group(2) == null ? first : Integer.parseInt(ports.group(2));
        if (first < 1 || first > LAST_PORT || last < 1 || last > LAST_PORT) {
            return Scalars.wrong(node, label, "a port from 1 to 65535", "", problems);
        }
        if (first > last) {
            return Scalars.wrong(node, label, "a range from the lower to the higher port", "", problems);
        }
        return Optional.of(new PortRange(first, last));
    }

    private static Optional<DomainPattern> domain(YamlNode node, String label, Problems problems) {
        Optional<String> text = Scalars.TEXT.read(node, label, problems);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher domain = DOMAIN.matcher(text.get());
        boolean isText = node instanceof YamlNode.Scalar scalar && scalar.kind() == ScalarKind.TEXT;
        boolean valid = isText && text.get().length() <= LONGEST_DOMAIN + 3 && domain.matches();
        if (!valid || domain.group(2).length() > LONGEST_DOMAIN) {
            return Scalars.wrong(node, label, "a domain or *.domain", domainHint(text.get()), problems);
        }
        if (ALL_DIGITS.matcher(domain.group(2)).matches()) {
            return Scalars.wrong(node, label, "a domain", ": addresses belong to blockedIPs", problems);
        }
        return Optional.of(new DomainPattern(domain.group(2).toLowerCase(Locale.ROOT), domain.group(1) != null));
    }

    private static String domainHint(String text) {
        if (text.contains("://") || text.contains("/")) {
            return ": leave out the scheme and the path";
        }
        if (text.contains(":")) {
            return ": leave out the port";
        }
        boolean ascii = text.chars().allMatch(c -> c < 128);
        return ascii ? "" : ": write it as DNS does, with xn--";
    }
}
