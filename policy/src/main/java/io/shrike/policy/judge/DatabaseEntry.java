package io.shrike.policy.judge;

import io.shrike.model.RuleMatch;

/** A document's {@code packageDatabases}. */
public record DatabaseEntry(RuleMatch match) {}
