/** Texts from other machines: the port, and HTTPS. */
package io.shrike.delivery.source;
