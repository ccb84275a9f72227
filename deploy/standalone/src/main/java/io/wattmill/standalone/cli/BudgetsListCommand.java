// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.wattmill.standalone.board.BudgetLines;
import io.wattmill.standalone.board.Gateway;
import io.wattmill.standalone.folder.FirstKeys;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** `wattmill budgets list`. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Every budget and limit, what is spent, what gateways hold, what is left.",
        footerHeading = "%nExamples:%n",
        footer = {"  ./wattmill budgets list", "  ./wattmill budgets list --json"})
final class BudgetsListCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();

    @Option(names = "--json", description = "The gateway's own answer, all pages as one list.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        try (var gateway = site.gateway(FirstKeys::admin)) {
            JsonNode budgets = all(gateway);
            var out = spec.commandLine().getOut();
            if (json) {
                out.println(budgets.toPrettyString());
            } else {
                BudgetLines.of(budgets).forEach(out::println);
            }
            out.flush();
            return ExitCode.OK;
        }
    }

    private JsonNode all(Gateway gateway) throws InterruptedException {
        var budgets = JsonNodeFactory.instance.arrayNode();
        JsonNode page;
        String after = "";
        do {
            page = site.ask(gateway, "/billing/budgets?after=" + after).json();
            page.path("data").forEach(budgets::add);
            after = budgets.path(budgets.size() - 1).path("id").asText("");
        } while (page.path("has_more").asBoolean());
        return budgets;
    }
}
