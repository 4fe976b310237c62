/**
 * Policy text to typed records: bytes, then a tree with positions, then {@link io.shrike.policy.document}. Every mistake is
 * reported at once. Time and memory are bounded whatever the text. {@link PolicyParser} is the door.
 */
package io.shrike.policy.yaml;
