/** Recorded events made activities again, and decided again. */
package io.shrike.app.replay;
