/** The packaged program on real programs and on the hostile ones of {@code fixtures/}. */
@NullMarked
package io.shrike.it.product;

import org.jspecify.annotations.NullMarked;
