/** What all destinations of AWS share: who we are, where it is, what a failure means, what of a batch is settled. */
package io.shrike.aws.access;
