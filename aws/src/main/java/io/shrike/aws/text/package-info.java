/** Texts that AWS keeps. */
package io.shrike.aws.text;
