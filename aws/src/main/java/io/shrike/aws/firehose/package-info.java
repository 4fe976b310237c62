/** Amazon Data Firehose. */
package io.shrike.aws.firehose;
