/**
 * What a watched program did ({@link io.shrike.model.Activity}), who did it ({@link io.shrike.model.ProcessRef}), what the
 * policies say of it ({@link io.shrike.model.Decision}), what Shrike answers ({@link io.shrike.model.Verdict}) and what is
 * told to the outside ({@link io.shrike.model.Event}). Values only: immutable, no threads, no I/O.
 */
package io.shrike.model;
