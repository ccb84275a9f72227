// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.planfile.ReferencePlans;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;

/** `wattmill plan init`: a commented plan on standard output. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Prints a commented plan to begin with.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill plan init > hall.yaml",
            "  ./wattmill plan init --list",
            "  ./wattmill plan init --plan gb200-nvl72-8-racks > hall.yaml"
        })
final class PlanInitCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--plan", paramLabel = "NAME", description = "Which one; see --list.")
    private String name = ReferencePlans.names().getFirst();

    @Option(names = "--list", description = "The names of all, and what each is.")
    private boolean list;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            ReferencePlans.names().forEach(each -> out.print(line(each)));
        } else {
            out.print(text());
        }
        out.flush();
        return ExitCode.OK;
    }

    private static String line(String name) {
        return String.format(Locale.ROOT, "%-22s%s\n", name, ReferencePlans.title(name));
    }

    private String text() {
        return ReferencePlans.text(name)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        ExitCode.USAGE,
                                        "no reference plan is called "
                                                + name
                                                + "; one of "
                                                + String.join(", ", ReferencePlans.names())));
    }
}
