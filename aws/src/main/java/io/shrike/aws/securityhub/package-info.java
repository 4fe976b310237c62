/** AWS Security Hub. */
package io.shrike.aws.securityhub;
