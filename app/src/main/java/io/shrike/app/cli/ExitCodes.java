package io.shrike.app.cli;

/** What the process tells its caller; scripts depend on these. */
public final class ExitCodes {
    public static final int OK = 0;
    public static final int FAILURE = 1;
    public static final int USAGE = 2;

    /** A policy or the configuration is wrong (EX_CONFIG of sysexits.h). */
    public static final int CONFIGURATION = 78;

    /** Shrike itself failed before the program started. */
    public static final int SENSOR_FAILED = 125;

    private ExitCodes() {}
}
