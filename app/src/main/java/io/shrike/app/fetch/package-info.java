/** Policies from other machines: fetched, remembered, and kept on disk for when their source cannot be reached. */
package io.shrike.app.fetch;
