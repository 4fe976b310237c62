/** Amazon CloudWatch Logs, and metrics that it makes of what it is sent. */
package io.shrike.aws.cloudwatch;
