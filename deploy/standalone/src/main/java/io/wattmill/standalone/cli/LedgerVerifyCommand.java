// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.ledger.AckFile;
import io.wattmill.standalone.ledger.LedgerAway;
import io.wattmill.standalone.ledger.LedgerVerdict;
import io.wattmill.standalone.ledger.LedgerVerification;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/** `wattmill ledger verify`: whether what clients received is on the ledger, each once. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Holds the ids that replay --acks wrote against the ledger: each must be there"
                        + " exactly once, and every check of /billing/verify must hold.",
        footerHeading = "%nExample:%n",
        footer =
                "  ./wattmill ledger verify --url http://127.0.0.1:8080 --key \"$ADMIN_KEY\" --acks"
                        + " acks.txt")
final class LedgerVerifyCommand implements Callable<Integer> {

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
            names = "--acks",
            required = true,
            paramLabel = "F",
            description = "Request ids, one per line.")
    private Path acks = Path.of("");

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "Longest wait for what is still on its way (default: ${DEFAULT-VALUE}).")
    private int waitSeconds = 30;

    @Override
    public Integer call() throws InterruptedException {
        var verdict = verdict(read());
        var out = spec.commandLine().getOut();
        verdict.lines().forEach(out::println);
        out.flush();
        return verdict.holds() ? ExitCode.OK : ExitCode.LEDGER_FAILS;
    }

    private AckFile read() {
        try {
            return AckFile.read(acks);
        } catch (IOException e) {
            throw new Refusal(ExitCode.USAGE, "cannot read " + acks + ": " + e);
        } catch (IllegalArgumentException e) {
            throw new Refusal(ExitCode.USAGE, acks + ": " + e.getMessage());
        }
    }

    private LedgerVerdict verdict(AckFile read) throws InterruptedException {
        try {
            return LedgerVerification.of(url, key, read, Duration.ofSeconds(waitSeconds));
        } catch (LedgerAway | IllegalArgumentException e) {
            throw new Refusal(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }
}
