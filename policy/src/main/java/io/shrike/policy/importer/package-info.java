/** Policies of other tools into policies of Shrike, with a note for everything that has no equal here. */
package io.shrike.policy.importer;
