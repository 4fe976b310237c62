/**
 * The way from the stop thread to a sink: {@link io.shrike.delivery.pipeline.EventRing} takes events without waiting, one agent
 * thread ({@link io.shrike.delivery.pipeline.Pipeline}) names, samples, limits, numbers, encodes and writes them. Whatever does
 * not arrive is counted by reason, and leaves a hole in the sequence.
 */
package io.shrike.delivery.pipeline;
