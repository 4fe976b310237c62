/** What package databases say after an installer ended: the events that complete those of its start. */
package io.shrike.app.installed;
