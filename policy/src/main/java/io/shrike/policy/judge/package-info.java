/** Decides activities by compiled rules: one judge for each section of a policy, and {@link PolicyJudge} over them. */
package io.shrike.policy.judge;
