// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.terminal.Terminal;
import io.wattmill.twin.check.Look;
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
import java.util.Map;
import java.util.concurrent.Callable;

/** `wattmill plan check PLAN`: what every rule says about a plan. */
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
            "  ./wattmill plan check gb200-nvl72-1-rack --all",
            "  ./wattmill plan check hall.yaml -o json"
        })
final class PlanCheckCommand implements Callable<Integer> {

    /** How the report is written. */
    enum Format {
        table,
        json
    }

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "PLAN", description = "A file, YAML, or a reference plan's name.")
    private String plan = "";

    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format = Format.table;

    @Option(names = "--all", description = "Lists what passes, too.")
    private boolean all;

    @Override
    public Integer call() throws IOException {
        var report = PlanCheck.of(PlanSource.read(plan));
        var out = spec.commandLine().getOut();
        switch (format) {
            case json -> out.println(new String(PlanReportJson.of(report), StandardCharsets.UTF_8));
            case table -> out.print(PlanReportText.of(report, look(System.getenv())));
        }
        out.flush();
        return report.passes() ? ExitCode.OK : ExitCode.PLAN_FAILS;
    }

    private Look look(Map<String, String> env) {
        return new Look(mayColour(env), columns(env), all);
    }

    /** As wide as the shell says that the terminal is, else as the terminal says itself. */
    private static int columns(Map<String, String> env) {
        var columns = env.getOrDefault("COLUMNS", "");
        if (columns.matches("\\d{2,3}")) {
            return Integer.parseInt(columns);
        }
        return onTerminal() ? Terminal.columns().orElse(Look.COLUMNS) : Look.COLUMNS;
    }

    private static boolean onTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    private static boolean mayColour(Map<String, String> env) {
        return onTerminal() && env.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
