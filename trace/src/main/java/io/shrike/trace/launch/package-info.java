/** Starting the watch: which calls the kernel must stop for a policy, and the conversation with the shim that launches the program. */
package io.shrike.trace.launch;
