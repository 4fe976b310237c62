/** From a stopped system call to activities: one decoder per family of calls. */
package io.shrike.trace.decode;
