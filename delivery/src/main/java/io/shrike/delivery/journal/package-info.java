/**
 * Events that wait for their destinations, on disk: an event is here before it is sent, and goes when each of its destinations
 * has it. What the disk cannot take waits in memory; what fits nowhere is dropped, the least severe and oldest first, and
 * counted.
 */
package io.shrike.delivery.journal;
