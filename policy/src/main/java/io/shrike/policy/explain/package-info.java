/** What policies can and cannot see, in words. */
package io.shrike.policy.explain;
