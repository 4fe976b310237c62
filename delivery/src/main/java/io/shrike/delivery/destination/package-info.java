/** Where lines go: the port that the pipeline writes to. */
package io.shrike.delivery.destination;
