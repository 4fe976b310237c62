/** Which processes that run already are to be attached to. */
package io.shrike.trace.attach;
