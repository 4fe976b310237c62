package io.shrike.policy.importer;

import io.shrike.policy.document.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What an import gave. {@code policy} is empty when nothing in the text could be understood; {@code notes} then hold the
 * errors, otherwise warnings about what was left out or became wider, in the order of the text.
 */
public record Imported(Optional<String> policy, List<Problem> notes) {
    public Imported {
        notes = List.copyOf(notes);
    }
}
