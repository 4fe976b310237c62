/** From options and environment to settings. */
package io.shrike.app.config;
