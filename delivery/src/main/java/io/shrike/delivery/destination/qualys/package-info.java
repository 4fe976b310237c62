/** Qualys container runtime security: its gateways, its form of events. */
package io.shrike.delivery.destination.qualys;
