/**
 * Where policies come from: options, environment, the default file, the built-in modes. Gives texts with names; reading them
 * is {@link io.shrike.policy.yaml}'s.
 */
package io.shrike.policy.source;
