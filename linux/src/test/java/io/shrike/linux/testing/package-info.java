/** What the tests of this module share. */
@NullMarked
package io.shrike.linux.testing;

import org.jspecify.annotations.NullMarked;
