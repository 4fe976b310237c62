/** One watch from start to end: the place where engine, policy and delivery meet. */
package io.shrike.app.watch;
