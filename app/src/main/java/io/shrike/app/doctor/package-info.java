/** What this kernel, profile and these capabilities let Shrike see and do. */
package io.shrike.app.doctor;
