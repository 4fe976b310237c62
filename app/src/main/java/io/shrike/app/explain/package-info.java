/** What a policy costs and sees: its rules and the kernel's filter, side by side. */
package io.shrike.app.explain;
