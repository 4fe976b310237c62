/** Events that were written, for people to read: chosen, summed up, and shown without obeying what is in them. */
package io.shrike.app.events;
