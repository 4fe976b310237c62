package io.shrike.policy.judge;

import io.shrike.model.RuleMatch;
import java.util.List;

/**
 * A rule about one package manager.
 *
 * @param name the manager, by one of the names of its program
 * @param commands what of it counts: a sub-command ({@code install}), a program ({@code apt-get}) or both
 *     ({@code apt-get install}); empty is every command that changes software
 */
public record SoftwareEntry(RuleMatch match, String name, List<String> commands) {
    public SoftwareEntry {
        commands = List.copyOf(commands);
    }
}
