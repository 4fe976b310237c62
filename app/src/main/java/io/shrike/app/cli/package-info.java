/** Commands and their options. */
package io.shrike.app.cli;
