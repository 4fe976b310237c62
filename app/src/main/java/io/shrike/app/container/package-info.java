/** Which container an event comes from: the answers of Amazon ECS about its task, and the control groups of processes. */
@org.jspecify.annotations.NullMarked
package io.shrike.app.container;
