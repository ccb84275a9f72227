// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.check.PlanCheck;
import io.wattmill.twin.check.PlanReportJson;
import io.wattmill.twin.check.PlanReportText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

/** `wattmill plan check FILE`: what every rule says about a plan. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Checks a facility plan against the rules; each result has its margin, source and"
                        + " fix.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill plan init > hall.yaml",
            "  ./wattmill plan check hall.yaml",
            "  ./wattmill plan check hall.yaml -o json"
        })
final class PlanCheckCommand implements Callable<Integer> {

    /** How the report is written. */
    enum Format {
        table,
        json
    }

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The plan, YAML.")
    private Path file = Path.of("");

    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format = Format.table;

    @Override
    public Integer call() throws IOException {
        if (!Files.isReadable(file)) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "cannot read " + file + "; ./wattmill plan init writes a sample to begin with");
        }
        var report = PlanCheck.check(Files.readString(file));
        var out = spec.commandLine().getOut();
        switch (format) {
            case json -> out.println(new String(PlanReportJson.of(report), StandardCharsets.UTF_8));
            case table -> out.print(PlanReportText.of(report, mayColour(System.getenv())));
        }
        out.flush();
        return report.passes() ? ExitCode.OK : ExitCode.PLAN_FAILS;
    }

    private static boolean mayColour(Map<String, String> env) {
        return System.console() != null
                && System.console().isTerminal()
                && env.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
