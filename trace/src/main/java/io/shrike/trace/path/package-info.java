/** From a name that a tracee uses to the file it stands for, through the tracee's root, working directory and descriptors. */
package io.shrike.trace.path;
