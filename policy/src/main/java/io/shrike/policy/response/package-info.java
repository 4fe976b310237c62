/** What is answered to a decision: whether the call goes on, fails, or ends its process. */
package io.shrike.policy.response;
