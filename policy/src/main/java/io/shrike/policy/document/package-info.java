/**
 * A policy as typed values: every key of the policy language with its default, validated. Made by
 * {@link io.shrike.policy.yaml}, read by the compiler. Immutable; nothing here knows YAML.
 */
package io.shrike.policy.document;
