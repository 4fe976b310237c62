/** Amazon SNS. */
package io.shrike.aws.sns;
