/** The engine over ptrace(2): it follows processes that run already, and all their descendants. */
package io.shrike.trace.engine.ptrace;
