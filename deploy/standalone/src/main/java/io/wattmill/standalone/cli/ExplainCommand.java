// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.board.ExplainText;
import io.wattmill.standalone.board.Ink;
import io.wattmill.standalone.folder.FirstKeys;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** `wattmill explain ID`: why a request went there, and what it cost. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Why a request went where it went, and what it took and cost.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill explain                        the developer key's newest request",
            "  ./wattmill explain 019ac3f2-…             by x-request-id, or by the response's id",
            "  ./wattmill explain last --json"
        })
final class ExplainCommand implements Callable<Integer> {

    private static final String LAST = "last";

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();

    @Parameters(
            paramLabel = "ID",
            defaultValue = LAST,
            arity = "0..1",
            description =
                    "A request's x-request-id, its response's id, or 'last' (default:"
                            + " ${DEFAULT-VALUE}).")
    private String id = LAST;

    @Option(names = "--json", description = "The gateway's own answer.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (!id.matches("[A-Za-z0-9_-]{1,128}")) {
            throw new Refusal(ExitCode.USAGE, "an id has letters, digits, '-' and '_' only");
        }
        // `last` is the newest request of the key that asks.
        try (var gateway =
                site.gateway(id.equals(LAST) ? FirstKeys::developer : FirstKeys::admin)) {
            var answer = site.ask(gateway, "/v1/requests/" + id);
            var out = spec.commandLine().getOut();
            out.print(json ? answer.body() + "\n" : ExplainText.of(answer.json(), ink()));
            out.flush();
            return ExitCode.OK;
        }
    }

    private static Ink ink() {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return Ink.of(terminal, System.getenv());
    }
}
