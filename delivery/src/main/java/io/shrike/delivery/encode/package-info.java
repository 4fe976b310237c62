/** Events as lines of JSON that no byte from the watched side can break, and from which every byte can be had back. */
package io.shrike.delivery.encode;
