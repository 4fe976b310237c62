/** The state of the sensor for those who ask: over a port of this machine, as metrics, as one word. */
package io.shrike.app.status;
