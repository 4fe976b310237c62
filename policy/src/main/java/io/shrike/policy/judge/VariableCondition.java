package io.shrike.policy.judge;

import io.shrike.model.ByteString;
import io.shrike.policy.match.TextGlobs;
import java.util.List;

/** An environment variable that must be set and, where the rule says so, to a value that a glob matches. */
public final class VariableCondition {
    private final ByteString prefix;
    private final TextGlobs value;

    /** {@code value} is {@code *} where any will do. */
    public VariableCondition(String name, String value) {
        prefix = ByteString.utf8(name + "=");
        this.value = new TextGlobs(List.of(ByteString.utf8(value)));
    }

    boolean holds(List<ByteString> environment) {
        for (ByteString variable : environment) {
            if (variable.startsWith(prefix) && value.match(variable.slice(prefix.length())).length > 0) {
                return true;
            }
        }
        return false;
    }
}
