package io.shrike.app.watch;

import io.shrike.app.config.PolicyFollower;

/** Where later policies come from. */
@FunctionalInterface
public interface PolicySupply {
    /** Begins to watch for changes since the policy that the watch starts with, and tells {@code listener} of them. */
    PolicyFollower follow(PolicyFollower.Listener listener);
}
