/** From the destinations of policies and the environment to routes, and their part in a watch. */
package io.shrike.app.deliver;
