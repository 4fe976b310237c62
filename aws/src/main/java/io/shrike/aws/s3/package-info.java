/** Amazon S3, and services that speak as it does. */
package io.shrike.aws.s3;
