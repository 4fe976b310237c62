/** Activities with the decisions that somebody expects of them, and whether a policy decides so. */
package io.shrike.policy.scenario;
