/** HTTP for destinations: verified TLS, proxies of the environment, timeouts, and what an answer means for a batch. */
package io.shrike.delivery.destination.http;
