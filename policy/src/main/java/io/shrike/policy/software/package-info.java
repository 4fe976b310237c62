/**
 * What a command line installs, upgrades, removes or downloads: pure readers of the command lines of package managers, and
 * the decision whether a manager only helps another one that was reported already.
 */
package io.shrike.policy.software;
