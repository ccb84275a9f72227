// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.folder.DataFolder;
import io.wattmill.standalone.postgres.PostgresException;

import java.net.BindException;
import java.util.concurrent.TimeoutException;

/** Why a suite did not start, as a refusal that names the log. */
final class StartFailure {
    private StartFailure() {}

    static Refusal of(Throwable failure, DataFolder data) {
        var log = data.logs().resolve("wattmill.log");
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case PostgresException e -> {
                    return new Refusal(
                            ExitCode.POSTGRES,
                            e.getMessage() + "; log: " + data.postgres().resolve("server.log"));
                }
                case BindException e -> {
                    return new Refusal(
                            ExitCode.PORT_TAKEN,
                            "a port is in use: " + e.getMessage() + "; start with --port P");
                }
                case TimeoutException _ -> {
                    return new Refusal(
                            ExitCode.FAILED,
                            "did not start in time (suite.start-timeout); log: " + log);
                }
                default -> {}
            }
        }
        return new Refusal(
                ExitCode.FAILED, "cannot start: " + failure.getMessage() + "; log: " + log);
    }
}
