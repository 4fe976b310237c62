/** The documentation, run. */
@NullMarked
package io.shrike.it.docs;

import org.jspecify.annotations.NullMarked;
