/** The port between what to do at a stop and how the kernel is made to stop, and its engines. */
package io.shrike.trace.engine;
