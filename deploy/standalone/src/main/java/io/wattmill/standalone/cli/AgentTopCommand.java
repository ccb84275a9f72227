// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.process.ProcessConfig;
import io.wattmill.standalone.board.Ink;
import io.wattmill.standalone.board.NodePage;
import io.wattmill.standalone.board.NodeText;
import io.wattmill.standalone.board.RowFilter;
import io.wattmill.standalone.top.Manual;
import io.wattmill.standalone.top.TopSession;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** `wattmill agent top`: the GPUs and engines of one host, each second anew. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        description = {
            "The GPUs and engines of this host as its running agent sees them, redrawn in place"
                    + " each second: / filters rows, : takes a command, ? shows what there is, q"
                    + " leaves.",
            "Plain text, once, when standard output is no terminal; NO_COLOR is heeded."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill agent top",
            "  ./wattmill agent top --url http://127.0.0.1:9105      an agent run by systemd",
            "  ./wattmill agent top --once      one look, for scripts and logs",
            "  ./wattmill agent top --json      the agent's own answer"
        })
final class AgentTopCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            paramLabel = "U",
            description = "Where the agent shows its metrics (default: process.ops of --config).")
    private Optional<URI> url = Optional.empty();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The agent's configuration; WATTMILL_* variables win over it.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--once", description = "One look, then end.")
    private boolean once;

    @Option(names = "--json", description = "One look, as the agent tells it.")
    private boolean json;

    @Option(names = "--filter", paramLabel = "TEXT", description = "Only rows with this text.")
    private String filter = "";

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        boolean terminal = LiveScreen.isThere();
        Ink ink = Ink.of(terminal, System.getenv());
        RowFilter rows = RowFilter.of(filter);
        try (var page = new NodePage(ops())) {
            JsonNode first = first(page);
            if (json) {
                out.println(first);
            } else if (once || !terminal) {
                NodeText.of(first, rows, NodeText.WIDTH, ink).forEach(out::println);
            } else {
                LiveScreen.show(Manual.NODE, () -> look(page, ink), rows, out, ink);
            }
            out.flush();
            return ExitCode.OK;
        }
    }

    private URI ops() {
        return url.orElseGet(
                () -> {
                    var ops =
                            Configuration.load(config, System.getenv())
                                    .section("process", ProcessConfig.class)
                                    .ops();
                    return URI.create("http://" + ops.host() + ":" + ops.port());
                });
    }

    private JsonNode first(NodePage page) throws InterruptedException {
        try {
            return page.ask();
        } catch (IOException e) {
            throw new Refusal(ExitCode.FAILED, trouble(e));
        }
    }

    private TopSession.Look look(NodePage page, Ink ink) throws InterruptedException {
        try {
            JsonNode node = page.ask();
            return new TopSession.Look.Seen((rows, width) -> NodeText.of(node, rows, width, ink));
        } catch (IOException e) {
            return new TopSession.Look.Failed(trouble(e));
        }
    }

    private String trouble(IOException e) {
        return "no agent at %s (%s); start one with `wattmill agent run`, or name its --url"
                .formatted(ops(), e.getMessage() == null ? e : e.getMessage());
    }
}
