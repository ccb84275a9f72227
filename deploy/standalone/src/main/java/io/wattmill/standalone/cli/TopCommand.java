// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.standalone.board.Gateway;
import io.wattmill.standalone.board.Ink;
import io.wattmill.standalone.board.RowFilter;
import io.wattmill.standalone.board.TopText;
import io.wattmill.standalone.folder.FirstKeys;
import io.wattmill.standalone.top.Manual;
import io.wattmill.standalone.top.TopSession;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;

/** `wattmill top`: the factory at this moment, each second anew. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        description = {
            "The factory at this moment, redrawn in place each second: / filters rows, : takes a"
                    + " command, ? shows what there is, q leaves.",
            "Plain text, once, when standard output is no terminal; NO_COLOR is heeded."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill top",
            "  ./wattmill top --filter node-2",
            "  ./wattmill top --once            one look, for scripts and logs",
            "  ./wattmill top --json            one answer of /v1/factory"
        })
final class TopCommand implements Callable<Integer> {

    private static final String PATH = "/v1/factory";
    private static final int COURSE = 12;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();

    @Option(names = "--once", description = "One look, then end.")
    private boolean once;

    @Option(names = "--json", description = "One look, as the gateway tells it.")
    private boolean json;

    @Option(names = "--filter", paramLabel = "TEXT", description = "Only rows with this text.")
    private String filter = "";

    private final Deque<BigDecimal> course = new ArrayDeque<>();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        boolean terminal = LiveScreen.isThere();
        Ink ink = Ink.of(terminal, System.getenv());
        try (var gateway = site.gateway(FirstKeys::admin)) {
            var first = site.ask(gateway, PATH);
            if (json) {
                out.print(first.body());
            } else if (once || !terminal) {
                TopText.of(first.json(), List.of(), RowFilter.of(filter), TopText.WIDTH, ink)
                        .forEach(out::println);
            } else {
                LiveScreen.show(
                        Manual.FACTORY, () -> look(gateway, ink), RowFilter.of(filter), out, ink);
            }
            out.flush();
            return ExitCode.OK;
        }
    }

    private TopSession.Look look(Gateway gateway, Ink ink) throws InterruptedException {
        try {
            JsonNode board = site.ask(gateway, PATH).json();
            List<BigDecimal> rates = course(board);
            return new TopSession.Look.Seen(
                    (rows, width) -> TopText.of(board, rates, rows, width, ink));
        } catch (Refusal refusal) {
            return new TopSession.Look.Failed(String.valueOf(refusal.getMessage()));
        }
    }

    private List<BigDecimal> course(JsonNode board) {
        JsonNode rate = board.path("figures").path("tokens_per_second").path("value");
        if (rate.isNumber()) {
            course.addLast(rate.decimalValue());
        }
        while (course.size() > COURSE) {
            course.removeFirst();
        }
        return List.copyOf(course);
    }
}
