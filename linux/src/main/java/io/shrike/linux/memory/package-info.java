/** Memory of a watched process behind a port: the kernel's view of it, and a local double for tests of decoders. */
package io.shrike.linux.memory;
