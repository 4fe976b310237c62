package io.shrike.policy.judge;

import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.DigestNeed;
import io.shrike.model.Field;
import java.util.Set;

/** The SHA-256 digests of which a program, or an interpreter of it, must have one; no digests ask for nothing. */
public record DigestCondition(Set<String> anyOf, DigestNeed need) {
    public static final DigestCondition NONE = new DigestCondition(Set.of(), DigestNeed.NONE);

    public DigestCondition {
        anyOf = Set.copyOf(anyOf);
    }

    boolean holds(ExecActivity exec) {
        return anyOf.isEmpty()
                || exec.files().stream()
                        .flatMap(file -> file.sha256().flatMap(Field::asOptional).stream())
                        .anyMatch(anyOf::contains);
    }
}
