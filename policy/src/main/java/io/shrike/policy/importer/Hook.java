package io.shrike.policy.importer;

import io.shrike.policy.document.Position;
import java.util.List;

/**
 * A place in the kernel that a policy hooks.
 *
 * @param name as in the table of hooks: {@code security_...}, {@code sys_...} or another function
 * @param place where it stands in the policy, with the name as written
 */
record Hook(
        Position position,
        String name,
        String place,
        List<Arg> arguments,
        List<String> tags,
        List<Selector> selectors) {
    Hook {
        arguments = List.copyOf(arguments);
        tags = List.copyOf(tags);
        selectors = List.copyOf(selectors);
    }

    boolean declares(int index) {
        return arguments.stream().anyMatch(argument -> argument.index() == index);
    }
}
