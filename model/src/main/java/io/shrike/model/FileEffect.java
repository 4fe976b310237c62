package io.shrike.model;

import java.util.Set;

/** What one call may do to one file; a rename has two effects, one on each name. */
public record FileEffect(FileTarget target, Set<FileOperation> operations) {
    public FileEffect {
        operations = Set.copyOf(operations);
    }
}
