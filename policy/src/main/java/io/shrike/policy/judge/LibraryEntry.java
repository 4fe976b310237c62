package io.shrike.policy.judge;

import io.shrike.model.RuleMatch;
import io.shrike.policy.match.PathTable;

/** A rule about mapped libraries; {@code paths} are where they belong, all added for rule 0. */
public record LibraryEntry(RuleMatch match, PathTable paths) {}
