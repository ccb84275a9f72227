// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.diff.Answering;
import io.wattmill.twin.diff.Answering.Answered;
import io.wattmill.twin.diff.Difference;
import io.wattmill.twin.diff.DifferenceJson;
import io.wattmill.twin.diff.DifferenceText;
import io.wattmill.twin.diff.PlanDiff;
import io.wattmill.twin.diff.PlanParts;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.runs.RunWork.Outcome;
import io.wattmill.twin.runs.simulated.SimulationWork;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        footer = "  ./wattmill plan diff hall-1.yaml hall-2.yaml --model chat --requests 2000")
final class PlanDiffCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "A", description = "The first plan, YAML.")
    private Path a = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "The second plan, YAML.")
    private Path b = Path.of("");

    @Option(names = "--model", paramLabel = "ID", description = "The plans' model to run.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--seed", description = "Of the requests (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--requests", description = "How many (default: ${DEFAULT-VALUE}).")
    private int requests = 1_000;

    @Option(names = "--json", description = "The differences as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (requests < 1) {
            throw new Refusal(ExitCode.USAGE, "--requests is at least 1");
        }
        var asked = new RunAsked(RunAsked.CONVERSATION, seed, requests, 1, model);
        Answering<FacilityPlan> answering = plan -> answer(plan, asked);
        Difference found = PlanDiff.of(plan(a), plan(b), PlanParts.all(), answering);
        var out = spec.commandLine().getOut();
        out.print(json ? DifferenceJson.of(found) + "\n" : DifferenceText.of(found));
        out.flush();
        return switch (found) {
            case Difference.Attributed _ -> ExitCode.OK;
            case Difference.Unanswered _ -> ExitCode.PLAN_FAILS;
        };
    }

    private static Answered answer(FacilityPlan plan, RunAsked asked) {
        Optional<String> broken = PlanParts.broken(plan);
        if (broken.isPresent()) {
            return new Answered.Refused(broken.get());
        }
        return switch (SimulationWork.run(plan, asked, _ -> true)) {
            case Outcome.Done(var _, var summary) -> new Answered.Of(summary);
            case Outcome.Refused(String why) -> new Answered.Refused(why);
            case Outcome.Ended _ -> new Answered.Refused("ended");
        };
    }

    private static FacilityPlan plan(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new Refusal(ExitCode.USAGE, "cannot read " + file + "; check the path");
        }
        return switch (PlanReader.read(Files.readString(file))) {
            case PlanReading.Understood(FacilityPlan plan) -> plan;
            case PlanReading.Refused _ ->
                    throw new Refusal(
                            ExitCode.PLAN_FAILS,
                            file + " has problems; ./wattmill plan check shows them");
        };
    }
}
