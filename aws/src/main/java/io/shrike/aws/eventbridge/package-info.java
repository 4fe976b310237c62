/** Amazon EventBridge. */
package io.shrike.aws.eventbridge;
