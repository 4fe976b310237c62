/** Takes secrets out of recorded arguments. */
package io.shrike.policy.redact;
