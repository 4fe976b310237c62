/** Sinks on this machine: a file that may be rotated, standard output, standard error. */
package io.shrike.delivery.destination.local;
