// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.kit.config.ConfigException;
import io.wattmill.standalone.postgres.PostgresException;
import io.wattmill.twin.replay.ReplayRefused;

import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

import java.io.PrintWriter;

/** Turns what stopped a command into one message on standard error and an exit code. */
final class Refusals implements CommandLine.IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception cause, CommandLine command, ParseResult words) {
        return tell(cause, command.getErr());
    }

    static int tell(Exception cause, PrintWriter err) {
        return switch (cause) {
            case Refusal refusal ->
                    said(err, String.valueOf(refusal.getMessage()), refusal.exitCode());
            case ConfigException config ->
                    said(
                            err,
                            "the configuration has problems:\n" + config.getMessage(),
                            ExitCode.CONFIG);
            case PostgresException postgres ->
                    said(err, String.valueOf(postgres.getMessage()), ExitCode.POSTGRES);
            case ReplayRefused refused ->
                    said(err, String.valueOf(refused.getMessage()), ExitCode.USAGE);
            default -> said(err, "failed: " + cause, ExitCode.FAILED);
        };
    }

    private static int said(PrintWriter err, String message, int exitCode) {
        err.println(message);
        err.flush();
        return exitCode;
    }
}
