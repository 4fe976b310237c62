/**
 * Structures that answer "which rules does this name, path, address, domain or port meet" in time that depends on the length
 * of what is asked, not on the number of rules. They work on bytes as the kernel gives them. Built once, then read by one
 * thread: lookups reuse scratch space, so that they allocate nothing once warm.
 */
package io.shrike.policy.match;
