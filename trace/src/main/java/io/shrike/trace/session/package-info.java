/** Processes from outside the tree of the launcher, as exec into a container makes: found by looking at /proc. */
package io.shrike.trace.session;
