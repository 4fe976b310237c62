/**
 * From the journal to destinations: one thread each, batches, pauses between attempts, and counters of how it goes. Nothing here
 * runs on the stop thread or holds the writer up.
 */
package io.shrike.delivery.send;
