// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.wattmill.standalone.board.Gateway;
import io.wattmill.standalone.board.PricesText;
import io.wattmill.standalone.board.UsageCsv;
import io.wattmill.standalone.board.UsageText;
import io.wattmill.standalone.folder.FirstKeys;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/** `wattmill usage`: requests, tokens, money, joules and outcomes of a time. */
@Command(
        name = "usage",
        mixinStandardHelpOptions = true,
        description = {
            "What was used, what was charged for it, what it cost to serve, and what came of it.",
            "Joules and cost are of device, host and facility; rows in brackets have no request:"
                    + " nodes kept for a project, empty windows, what nothing explains."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill usage",
            "  ./wattmill usage --last 24h --by model,tier",
            "  ./wattmill usage --month 2026-11 --by project --format csv > november.csv",
            "  ./wattmill usage --from 2026-11-01 --to 2026-11-08 --bucket day --by agent"
        })
final class UsageCommand implements Callable<Integer> {

    private static final List<String> DIMENSIONS =
            List.of("project", "model", "tier", "agent", "key", "node");

    /** How the answer is written. */
    enum Format {
        table,
        csv,
        json
    }

    /** How time is cut. */
    enum Bucket {
        hour,
        day,
        all
    }

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();
    @Mixin private UsagePeriod period = new UsagePeriod();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            split = ",",
            defaultValue = "project",
            description =
                    "One or more of project, model, tier, agent, key, node, with commas between"
                            + " them (default: ${DEFAULT-VALUE}).")
    private List<String> by = List.of();

    @Option(
            names = "--bucket",
            paramLabel = "B",
            defaultValue = "all",
            description = "A row for each: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Bucket bucket = Bucket.all;

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format = Format.table;

    @Override
    public Integer call() throws Exception {
        known(by);
        UsagePeriod.Span span = period.span(Instant.now());
        try (var gateway = site.gateway(FirstKeys::admin)) {
            print(all(gateway, question(span)), span);
            return ExitCode.OK;
        }
    }

    private static void known(List<String> by) {
        by.stream()
                .filter(each -> !DIMENSIONS.contains(each))
                .findFirst()
                .ifPresent(
                        other -> {
                            throw new Refusal(
                                    ExitCode.USAGE,
                                    "--by is any of "
                                            + String.join(", ", DIMENSIONS)
                                            + "; not '"
                                            + other
                                            + "'");
                        });
    }

    private String question(UsagePeriod.Span span) {
        return "/billing/margin?limit=1000&bucket="
                + bucket
                + "&group_by="
                + String.join(",", by)
                + "&from="
                + PricesText.escaped(span.from().toString())
                + "&to="
                + PricesText.escaped(span.to().toString());
    }

    private JsonNode all(Gateway gateway, String question) throws InterruptedException {
        var rows = JsonNodeFactory.instance.arrayNode();
        JsonNode page = site.ask(gateway, question).json();
        page.path("data").forEach(rows::add);
        while (page.path("has_more").asBoolean()) {
            page = site.ask(gateway, question + "&page=" + page.path("next_page").asText()).json();
            page.path("data").forEach(rows::add);
        }
        return rows;
    }

    private void print(JsonNode rows, UsagePeriod.Span span) {
        var out = spec.commandLine().getOut();
        switch (format) {
            case table ->
                    new UsageText(by, bucket != Bucket.all, span.from(), span.to())
                            .lines(rows)
                            .forEach(out::println);
            case csv -> UsageCsv.lines(rows).forEach(out::println);
            case json -> out.println(rows.toPrettyString());
        }
        out.flush();
    }
}
