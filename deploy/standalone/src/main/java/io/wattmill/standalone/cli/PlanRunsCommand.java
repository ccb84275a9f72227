// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.standalone.folder.FirstKeys;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.Locale;
import java.util.concurrent.Callable;

/** `wattmill plan runs`: runs that the twin has on record. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        description = "Runs of plans that the twin has on record, newest first.",
        footerHeading = "%nExamples:%n",
        footer = {"  ./wattmill plan runs", "  ./wattmill plan runs --limit 5 --json"})
final class PlanRunsCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();

    @Option(names = "--limit", description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Option(names = "--json", description = "The gateway's own answer.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        try (var gateway = site.gateway(FirstKeys::admin)) {
            JsonNode runs = site.ask(gateway, "/twin/runs?limit=" + limit).json().path("data");
            var out = spec.commandLine().getOut();
            if (json) {
                out.println(runs.toPrettyString());
            } else {
                runs.forEach(run -> out.println(line(run)));
            }
            out.flush();
            return ExitCode.OK;
        }
    }

    private static String line(JsonNode run) {
        return String.format(
                        Locale.ROOT,
                        "%s  %-11s %3.0f %%  seed %-6d %10.1f tok/s  SLO %3.0f %%  PUE %4.2f"
                                + "  %-10s %s",
                        run.path("id").asText(),
                        run.path("state").asText(),
                        run.path("progress").asDouble() * 100,
                        run.path("seed").asLong(),
                        run.at("/summary/output_tokens_per_s").asDouble(),
                        run.at("/summary/slo_attainment").asDouble() * 100,
                        run.at("/summary/pue").asDouble(),
                        run.path("verdict").asText("–").replace('_', ' '),
                        run.path("plan").asText())
                .stripTrailing();
    }
}
