/** The rules of the house: which module may know which, and how long a file may be. */
@NullMarked
package io.shrike.it.architecture;

import org.jspecify.annotations.NullMarked;
