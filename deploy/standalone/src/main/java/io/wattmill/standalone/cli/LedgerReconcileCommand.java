// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.standalone.board.Gateway;
import io.wattmill.standalone.board.ReconciliationText;
import io.wattmill.standalone.folder.FirstKeys;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * `wattmill ledger reconcile`: what ledger, gateways, engines and meters have, and why they differ.
 */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description = {
            "Shows, for each engine and hour that every source has passed, what the ledger has,"
                + " what gateways counted and what the engine counted; for each node what its"
                + " device counters counted, and for each imported hour of a kWh meter what that"
                + " did; and what explains each difference. Then what is open, and what it waits"
                + " for.",
            "Exits with 9 when something has no explanation."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill ledger reconcile",
            "  ./wattmill ledger reconcile --from 2026-11-21T00:00:00Z --to 2026-11-22T00:00:00Z"
                    + " --json"
        })
final class LedgerReconcileCommand implements Callable<Integer> {

    private static final String INSTANT = "[0-9TZ:.+-]{1,40}";

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();

    @Option(
            names = "--from",
            paramLabel = "T",
            description = "Windows that started at or after this instant (default: a day ago).")
    private Optional<String> from = Optional.empty();

    @Option(
            names = "--to",
            paramLabel = "T",
            description = "Windows that started before this instant (default: now).")
    private Optional<String> to = Optional.empty();

    @Option(names = "--json", description = "The answer itself, all pages as one.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        try (Gateway gateway = site.gateway(FirstKeys::admin)) {
            ArrayNode open = JsonNodeFactory.instance.arrayNode();
            ArrayNode windows = all(gateway, open);
            ReconciliationText text = ReconciliationText.of(windows, open);
            var out = spec.commandLine().getOut();
            if (json) {
                ObjectNode whole = JsonNodeFactory.instance.objectNode();
                whole.<ObjectNode>set("data", windows).set("open", open);
                out.println(whole.toPrettyString());
            } else {
                text.lines().forEach(out::println);
            }
            out.flush();
            return text.explained() ? ExitCode.OK : ExitCode.LEDGER_FAILS;
        }
    }

    private ArrayNode all(Gateway gateway, ArrayNode open) throws InterruptedException {
        ArrayNode windows = JsonNodeFactory.instance.arrayNode();
        String span = parameter("from", from) + parameter("to", to);
        String page = "";
        do {
            JsonNode answer =
                    site.ask(gateway, "/billing/reconciliation?limit=500" + span + page).json();
            answer.path("data").forEach(windows::add);
            answer.path("open").forEach(open::add);
            String next = answer.path("next_page").asText("");
            page = answer.path("has_more").asBoolean() ? "&page=" + next : "";
        } while (!page.isEmpty());
        return windows;
    }

    private static String parameter(String name, Optional<String> value) {
        return value.map(text -> "&" + name + "=" + checked(name, text)).orElse("");
    }

    private static String checked(String name, String text) {
        if (!text.matches(INSTANT)) {
            throw new Refusal(
                    ExitCode.USAGE, "--" + name + " is an instant, as in 2026-11-21T17:00:00Z");
        }
        return text.replace("+", "%2B");
    }
}
