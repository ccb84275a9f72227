// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.predict.PointsFile;
import io.wattmill.twin.predict.PointsProblem;
import io.wattmill.twin.predict.PredictedPoints;
import io.wattmill.twin.predict.PredictionSummary;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** `wattmill plan predict FILE --out FILE`: times of serving points. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = {
            "Predicts time to first token and time per token of serving points.",
            "",
            "The file has the columns of aiconfigurator's measured serving points (CSV): backend"
                    + " (vllm, sglang, trtllm), model_path, system, isl, osl, tp_size, batch_size;"
                    + " precision, attention_dp_size, moe_tp_size, moe_ep_size and the others count"
                    + " where they are there. The output has the same columns and"
                    + " predicted_ttft_ms, predicted_tpot_ms and predicted_reason: why a row could"
                    + " not be modelled."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill plan predict points.csv --out predicted.csv",
            "  ./wattmill plan predict points.csv > predicted.csv"
        })
final class PlanPredictCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "Serving points, CSV.")
    private Path file = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the rows go (default: standard output).")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        PredictedPoints points = PredictedPoints.of(read());
        var words = spec.commandLine();
        if (out.toString().isEmpty()) {
            points.lines().forEach(words.getOut()::println);
            words.getErr().print(PredictionSummary.text(points));
        } else {
            Files.write(out, (Iterable<String>) points.lines()::iterator);
            words.getOut().print(PredictionSummary.text(points));
        }
        words.getOut().flush();
        words.getErr().flush();
        return ExitCode.OK;
    }

    private PointsFile read() throws IOException {
        if (!Files.isReadable(file)) {
            throw new Refusal(
                    ExitCode.USAGE, "cannot read " + file + "; name a CSV file of serving points");
        }
        try (var text = Files.newBufferedReader(file)) {
            return PointsFile.read(text);
        } catch (PointsProblem problem) {
            throw new Refusal(ExitCode.USAGE, file + ", " + problem.getMessage());
        }
    }
}
