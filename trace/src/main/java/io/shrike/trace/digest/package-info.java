/** SHA-256 digests of program files, each file taken once. */
package io.shrike.trace.digest;
