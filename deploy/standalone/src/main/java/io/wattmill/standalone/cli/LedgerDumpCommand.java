// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.ledger.LedgerAway;
import io.wattmill.standalone.ledger.LedgerCopy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
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
        footer = "  ./wattmill ledger dump --out ledger.txt")
final class LedgerDumpCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "F",
            description = "The file to write; it must not exist.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        var key = site.adminKey();
        try {
            var bytes = LedgerCopy.of(site.url(), key, out);
            spec.commandLine().getOut().printf("%s  %,d bytes%n", out, bytes);
            return ExitCode.OK;
        } catch (LedgerAway | IllegalArgumentException e) {
            throw new Refusal(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }
}
