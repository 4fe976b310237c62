/** Syslog: messages of RFC 5424, over TLS and TCP framed by their length (RFC 5425, RFC 6587), or one to a datagram (RFC 5426). */
package io.shrike.delivery.destination.syslog;
