// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.board.Gateway;
import io.wattmill.standalone.board.Ink;
import io.wattmill.standalone.board.Screen;
import io.wattmill.standalone.board.TopText;
import io.wattmill.standalone.folder.FirstKeys;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;

/** `wattmill top`: the factory at this moment, each second anew. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        description = "The factory at this moment, redrawn in place each second until Ctrl-C.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill top",
            "  ./wattmill top --filter node-2",
            "  ./wattmill top --once            one look, for scripts and logs",
            "  ./wattmill top --json            one answer of /v1/factory"
        })
final class TopCommand implements Callable<Integer> {

    private static final String PATH = "/v1/factory";
    private static final long PERIOD_MS = 1_000;
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
        boolean terminal = System.console() != null && System.console().isTerminal();
        Ink ink = Ink.of(terminal, System.getenv());
        try (var gateway = site.gateway(FirstKeys::admin)) {
            var first = site.ask(gateway, PATH);
            if (json) {
                out.print(first.body());
            } else if (once || !terminal) {
                lines(first.json(), ink).forEach(out::println);
            } else {
                redraw(gateway, out, ink);
            }
            out.flush();
            return ExitCode.OK;
        }
    }

    /** Until Ctrl-C; the hook gives the terminal back also then. */
    private void redraw(Gateway gateway, PrintWriter out, Ink ink) throws InterruptedException {
        try (var screen = new Screen(out)) {
            Runtime.getRuntime().addShutdownHook(new Thread(screen::close));
            while (true) {
                screen.show(look(gateway, ink));
                Thread.sleep(PERIOD_MS);
            }
        }
    }

    /** A gateway that does not answer is said so in its place, and asked again. */
    private List<String> look(Gateway gateway, Ink ink) throws InterruptedException {
        try {
            return lines(site.ask(gateway, PATH).json(), ink);
        } catch (Refusal refusal) {
            return List.of("wattmill top", "", String.valueOf(refusal.getMessage()));
        }
    }

    private List<String> lines(JsonNode board, Ink ink) {
        JsonNode rate = board.path("figures").path("tokens_per_second").path("value");
        if (rate.isNumber()) {
            course.addLast(rate.decimalValue());
        }
        while (course.size() > COURSE) {
            course.removeFirst();
        }
        return TopText.of(board, new ArrayList<>(course), filter, ink);
    }
}
