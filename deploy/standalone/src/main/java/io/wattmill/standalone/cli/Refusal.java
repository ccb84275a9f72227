// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

/**
 * A reason not to go on that the user can do something about. The message names cause and way out.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * @param exitCode one of {@link ExitCode}
     * @param message "cause; what to do about it", one or more lines
     */
    public Refusal(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
