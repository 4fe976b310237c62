/** The watched processes: who they are, what they run, who started them. Learned lazily, owned by the stop thread. */
package io.shrike.trace.tree;
