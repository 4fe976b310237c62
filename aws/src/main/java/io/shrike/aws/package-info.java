/** Destinations of AWS. */
package io.shrike.aws;
