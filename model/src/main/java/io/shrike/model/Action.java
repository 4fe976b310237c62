package io.shrike.model;

/** What a rule asks for, in rising strength. */
public enum Action {
    LOG,
    ALERT,
    BLOCK
}
