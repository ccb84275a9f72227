// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

/**
 * What the process tells its caller. 10 to 12 belong to the launcher script: no JDK 25, no Maven,
 * build failed.
 */
public final class ExitCode {
    public static final int OK = 0;

    /** Something failed that we did not foresee; the log has the cause. */
    public static final int FAILED = 1;

    /** The words of the command line make no sense. */
    public static final int USAGE = 2;

    /** The configuration has problems; all of them were printed. */
    public static final int CONFIG = 3;

    public static final int PORT_TAKEN = 4;

    /** Another suite works on the data folder. */
    public static final int FOLDER_LOCKED = 5;

    /** PostgreSQL would not start. */
    public static final int POSTGRES = 6;

    /** A checked plan breaks a rule. */
    public static final int PLAN_FAILS = 7;

    /** Some of the replayed requests have no whole response; the report says why. */
    public static final int REPLAY_INCOMPLETE = 8;

    /** The ledger lacks what a client received, has it twice, or its books do not hold. */
    public static final int LEDGER_FAILS = 9;

    /** A second Ctrl-C: stopped at once, without a drain. */
    public static final int STOPPED_AT_ONCE = 130;

    /** Ctrl-C of a command that computes: it told what it had. */
    public static final int CANCELLED = 130;

    private ExitCode() {}
}
