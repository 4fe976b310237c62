/** The command: reads options, joins the parts, runs. */
package io.shrike.app;
