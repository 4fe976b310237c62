package io.shrike.policy.document;

/**
 * A domain in lower-case ASCII without the last dot. {@code below}: written {@code *.domain}, every name below the domain and
 * not the domain itself; otherwise the domain alone.
 */
public record DomainPattern(String domain, boolean below) {}
