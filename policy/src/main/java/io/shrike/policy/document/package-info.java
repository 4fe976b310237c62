/**
 * A policy as typed values: every key of the policy language with its default, validated. Immutable; nothing here knows YAML.
 *
 * <p>Globs are kept as text. {@code *} stands for any run of characters but {@code /}, {@code ?} for one character but
 * {@code /}, {@code **} for any run with {@code /}; a {@code **} that is a whole segment also stands for no segment, so
 * {@code /a/**}{@code /b} matches {@code /a/b}. {@code [abc]}, {@code [a-z]} and, negated, {@code [!a]} or {@code [^a]} stand
 * for one character but {@code /}. A backslash takes the next character literally. Nothing else is special.
 */
package io.shrike.policy.document;
