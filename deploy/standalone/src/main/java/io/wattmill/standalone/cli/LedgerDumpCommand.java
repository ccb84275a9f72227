// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.ledger.LedgerAway;
import io.wattmill.standalone.ledger.LedgerCopy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** `wattmill ledger dump`: a copy of the books that proves itself. */
@Command(
        name = "dump",
        mixinStandardHelpOptions = true,
        description =
                "Writes the ledger with its hash chain and the public keys of its signatures to a"
                        + " file that `ledger verify --dump` proves anywhere.",
        footerHeading = "%nExample:%n",
        footer =
                "  ./wattmill ledger dump --url http://127.0.0.1:8080 --key \"$ADMIN_KEY\" --out"
                        + " ledger.txt")
final class LedgerDumpCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--url", required = true, paramLabel = "U", description = "The gateway.")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--key",
            required = true,
            paramLabel = "ADMIN",
            description = "An admin key. @FILE reads words from a file.")
    private String key = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "F",
            description = "The file to write; it must not exist.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        try {
            var bytes = LedgerCopy.of(url, key, out);
            spec.commandLine().getOut().printf("%s  %,d bytes%n", out, bytes);
            return ExitCode.OK;
        } catch (LedgerAway | IllegalArgumentException e) {
            throw new Refusal(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }
}
