/** The databases of package managers: text in, packages and their versions out. Pure; the text comes from the watched side. */
package io.shrike.policy.installed;
