// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.process.Sections;
import io.wattmill.standalone.reference.MetricsPage;
import io.wattmill.standalone.reference.SettingsPage;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Optional;
import java.util.TreeSet;

/** `wattmill reference …`: every setting, every metric and every limit, on standard output. */
@Command(
        name = "reference",
        mixinStandardHelpOptions = true,
        description = "Prints every setting, or every metric and limit, as Markdown.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill reference settings | less",
            "  ./wattmill reference settings gateway.relay",
            "  ./wattmill reference metrics | grep settle"
        })
final class ReferenceCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "settings",
            mixinStandardHelpOptions = true,
            description = "Every setting with type, default, range and variable.")
    int settings(
            @Parameters(
                            paramLabel = "PATH",
                            arity = "0..1",
                            description = "Only what is below it, such as gateway.relay.")
                    Optional<String> path) {
        return print(path.map(this::below).orElseGet(SettingsPage::text));
    }

    private String below(String path) {
        return SettingsPage.below(path)
                .orElseThrow(
                        () ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "no setting is at or below '%s'; sections are %s"
                                                .formatted(path, new TreeSet<>(Sections.names()))));
    }

    @Command(
            name = "metrics",
            mixinStandardHelpOptions = true,
            description = "Every metric and every limit, and what to do when it moves.")
    int metrics() {
        return print(MetricsPage.text());
    }

    private int print(String page) {
        spec.commandLine().getOut().print(page);
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
