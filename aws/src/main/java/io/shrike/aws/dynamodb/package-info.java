/** Amazon DynamoDB. */
package io.shrike.aws.dynamodb;
