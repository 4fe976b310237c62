/** Runs Shrike as a user does, reads the events as a customer does, and says clearly what was expected and what came. */
@NullMarked
package io.shrike.it.harness;

import org.jspecify.annotations.NullMarked;
