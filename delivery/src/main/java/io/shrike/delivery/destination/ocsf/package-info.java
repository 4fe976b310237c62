/** Events in the form of the Open Cybersecurity Schema Framework. */
package io.shrike.delivery.destination.ocsf;
