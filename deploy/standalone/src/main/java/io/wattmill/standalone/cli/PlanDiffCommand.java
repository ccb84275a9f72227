// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.diff.Difference;
import io.wattmill.twin.diff.DifferenceJson;
import io.wattmill.twin.diff.DifferenceText;
import io.wattmill.twin.diff.PlanDiff;
import io.wattmill.twin.diff.PlanParts;
import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.runs.simulated.ComparedPlans;
import io.wattmill.twin.runs.simulated.TraceFiles;
import io.wattmill.twin.runs.simulated.TraceFolder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;

/** `wattmill plan diff A B`: what makes two plans' answers differ. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description =
                "Runs the same requests on two plans, and on what lies between them, and gives each"
                        + " part of the plan its share of each difference.",
        footerHeading = "%nExample:%n",
        footer = {
            "  ./wattmill plan diff hall-1.yaml hall-2.yaml",
            "  ./wattmill plan diff gb200-nvl72-1-rack gb300-nvl72-1-rack --requests 2000",
            "  ./wattmill plan diff hall-1.yaml hall-2.yaml --model chat --trace conversation"
        })
final class PlanDiffCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "A", description = "The first plan: a file, or a name.")
    private String a = "";

    @Parameters(index = "1", paramLabel = "B", description = "The second plan.")
    private String b = "";

    @Option(names = "--model", paramLabel = "ID", description = "The plans' model to run.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--trace",
            paramLabel = "TRACE",
            description =
                    "'planned', the plan's own workloads; 'conversation', made up; or a recorded"
                            + " one as FORMAT:FILE (default: ${DEFAULT-VALUE}).")
    private String trace = RunAsked.PLANNED;

    @Option(names = "--seed", description = "Of the requests (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--requests", description = "How many (default: ${DEFAULT-VALUE}).")
    private int requests = 300;

    @Option(names = "--json", description = "The differences as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (requests < 1) {
            throw new Refusal(ExitCode.USAGE, "--requests is at least 1");
        }
        var answering =
                new ComparedPlans(
                        RunAsked.of(trace, seed, requests, model),
                        TraceFiles.in(TraceFolder.beside(PlanSource.folder(a))));
        Difference found =
                PlanDiff.of(PlanSource.plan(a), PlanSource.plan(b), PlanParts.all(), answering);
        var out = spec.commandLine().getOut();
        out.print(json ? DifferenceJson.of(found) + "\n" : DifferenceText.of(found));
        out.flush();
        return switch (found) {
            case Difference.Attributed _ -> ExitCode.OK;
            case Difference.Unanswered _ -> ExitCode.PLAN_FAILS;
        };
    }
}
