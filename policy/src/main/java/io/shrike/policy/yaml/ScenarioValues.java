package io.shrike.policy.yaml;

import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.IpAddress;
import java.util.List;
import java.util.Optional;

/** Readers of the values that scenarios are made of. */
final class ScenarioValues {
    private static final String UNREADABLE = "unreadable";

    private ScenarioValues() {}

    static final Reader<ByteString> TEXT = (node, label, problems) ->
            Scalars.ANY_TEXT.read(node, label, problems).map(ByteString::utf8);

    static final Reader<ByteString> PATH =
            (node, label, problems) -> Scalars.textLike("an absolute path", path -> path.startsWith("/"))
                    .read(node, label, problems)
                    .map(ByteString::utf8);

    static final Reader<IpAddress> ADDRESS = (node, label, problems) -> {
        Optional<IpAddress> address = Scalars.TEXT
                .read(node, label, problems)
                .flatMap(Addresses::parse)
                .map(Addresses.Parsed::address);
        return address.isPresent() || node instanceof YamlNode.Broken
                ? address
                : Scalars.wrong(node, label, "an IP address", "", problems);
    };

    static final Reader<Integer> PORT = Scalars.integer(0, 65535);

    static final Reader<String> SYSCALL = (node, label, problems) -> {
        Optional<String> name = Scalars.TEXT.read(node, label, problems);
        if (name.isPresent() && !SyscallNames.isKnown(name.get())) {
            String hint = SyscallNames.hint(name.get());
            return Scalars.wrong(node, label, "the name of a system call", hint, problems);
        }
        return name;
    };

    /** A value, or {@code {unreadable: EFAULT}} for one that could not be read. */
    static <T> Reader<Field<T>> field(Reader<T> reader) {
        return (node, label, problems) -> {
            if (node instanceof YamlNode.Mapping) {
                return Fields.of(node, label, List.of(UNREADABLE), problems)
                        .required(UNREADABLE, Scalars.TEXT)
                        .map(Field::unreadable);
            }
            return reader.read(node, label, problems).map(Field::known);
        };
    }
}
