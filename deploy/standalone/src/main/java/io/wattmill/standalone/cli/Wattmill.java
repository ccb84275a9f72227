// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.Map;

/**
 * Wattmill's command line. Each command is a class of its own in this package, listed in {@link
 * Commands}.
 */
@Command(
        name = "wattmill",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "The control plane of an AI factory: from the watt to the booked cent.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; for up and every other process: drained and stopped",
            "1:failed; the log says why",
            "2:the command line makes no sense",
            "3:the configuration has problems",
            "4:the port is taken",
            "5:the data folder is in use",
            "6:PostgreSQL does not start",
            "7:a checked plan breaks a rule",
            "8:requests of a replay came to nothing",
            "9:the ledger does not hold",
            "10:no JDK 25 found",
            "11:no Maven found",
            "12:the build failed",
            "130:stopped at once by a second Ctrl-C"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill up",
            "  ./wattmill up --port 8081 --nodes 8",
            "  ./wattmill explain",
            "  ./wattmill top",
            "  ./wattmill usage --last 7d --by project",
            "  ./wattmill plan check hall.yaml"
        })
public final class Wattmill implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] words) {
        System.exit(run(words));
    }

    /** Runs one command and returns its exit code. */
    static int run(String... words) {
        return PlainRun.of(words).map(PlainRun::execute).orElseGet(() -> understood(words));
    }

    private static int understood(String... words) {
        return with(words.length > 0 ? Commands.named(words[0]) : Commands.all()).execute(words);
    }

    /** The whole command line, for whoever gives it other streams to write to. */
    public static CommandLine commandLine() {
        return with(Commands.all());
    }

    private static CommandLine with(Map<String, Class<?>> commands) {
        var line = new CommandLine(new Wattmill());
        commands.forEach(line::addSubcommand);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Refusals());
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
