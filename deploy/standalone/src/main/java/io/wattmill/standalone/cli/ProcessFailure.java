// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.kit.config.ConfigException;
import io.wattmill.standalone.process.Program;

import java.net.BindException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;

/** Why a process of a site did not start, as a refusal that names the setting to look at. */
final class ProcessFailure {
    private ProcessFailure() {}

    static RuntimeException of(Program program, Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ConfigException e -> {
                    return e;
                }
                case BindException e -> {
                    return new Refusal(
                            ExitCode.PORT_TAKEN,
                            "a port is in use: %s; look at process.ops, process.rpc, cluster and %s"
                                    .formatted(e.getMessage(), program.label()));
                }
                case SQLException e -> {
                    return new Refusal(
                            ExitCode.POSTGRES,
                            "PostgreSQL: %s; look at %s.postgres"
                                    .formatted(firstLine(e), program.label()));
                }
                case TimeoutException _ -> {
                    return new Refusal(
                            ExitCode.FAILED,
                            program.label() + " did not start in time (process.start-timeout)");
                }
                default -> {}
            }
        }
        return new Refusal(
                ExitCode.FAILED,
                "%s cannot start: %s".formatted(program.label(), failure.getMessage()));
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
