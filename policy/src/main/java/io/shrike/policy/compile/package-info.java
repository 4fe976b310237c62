/**
 * Typed documents in, one judge out, with what it must see ({@link io.shrike.model.Needs}) and what the documents want of
 * delivery.
 */
package io.shrike.policy.compile;
