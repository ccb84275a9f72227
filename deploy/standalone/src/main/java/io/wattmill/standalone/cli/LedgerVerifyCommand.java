// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.ledger.AckFile;
import io.wattmill.standalone.ledger.DumpVerification;
import io.wattmill.standalone.ledger.LedgerAway;
import io.wattmill.standalone.ledger.LedgerVerdict;
import io.wattmill.standalone.ledger.LedgerVerification;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** `wattmill ledger verify`: whether the books hold, where they run or in a copy. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Asks a running suite whether every check of its books holds, and whether each id that"
                    + " replay --acks wrote is on them exactly once.",
            "With --dump, proves a copy that `ledger dump` made, without the suite: the hash chain,"
                    + " its signatures, and that the books balance."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill ledger verify --url http://127.0.0.1:8080 --key \"$ADMIN_KEY\" --acks"
                    + " acks.txt",
            "  ./wattmill ledger verify --dump ledger.txt --trust 1f0c…",
            "  ./wattmill ledger verify --dump ledger.txt --seen 812=9b1e…"
        })
final class LedgerVerifyCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Books books = new Books();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "Longest wait for what is still on its way (default: ${DEFAULT-VALUE}).")
    private int waitSeconds = 30;

    /** Which books are meant. */
    static final class Books {

        @ArgGroup(exclusive = false, heading = "A running suite:%n")
        private @Nullable Running running;

        @ArgGroup(exclusive = false, heading = "A copy:%n")
        private @Nullable Copy copy;
    }

    /** Books that are being kept. */
    static final class Running {

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
                paramLabel = "F",
                description = "Request ids, one per line. Without it only the books are checked.")
        private Optional<Path> acks = Optional.empty();
    }

    /** Books that were written out. */
    static final class Copy {

        @Option(
                names = "--dump",
                required = true,
                paramLabel = "F",
                description = "What `ledger dump` wrote.")
        private Path file = Path.of("");

        @Option(
                names = "--trust",
                paramLabel = "KEY",
                description = "SHA-256 of the one key that may have signed blocks.")
        private Optional<String> key = Optional.empty();

        @Option(
                names = "--seen",
                paramLabel = "BLOCK=ROOT",
                description =
                        "A block of the chain that was there before, as /v1/requests/{id} or an"
                                + " older dump shows it: books that were set back do not hold.")
        private Map<Long, String> seen = Map.of();
    }

    @Override
    public Integer call() throws InterruptedException {
        var copy = books.copy;
        var running = books.running;
        if (copy != null) {
            return tell(DumpVerification.of(copy.file, copy.key, copy.seen));
        }
        if (running == null) {
            throw new Refusal(
                    ExitCode.USAGE, "name a running suite with --url, or a copy with --dump");
        }
        var verdict = verdict(running);
        return tell(new DumpVerification(verdict.lines(), verdict.holds()));
    }

    private int tell(DumpVerification verdict) {
        var out = spec.commandLine().getOut();
        verdict.lines().forEach(out::println);
        out.flush();
        return verdict.holds() ? ExitCode.OK : ExitCode.LEDGER_FAILS;
    }

    private static AckFile read(Path acks) {
        try {
            return AckFile.read(acks);
        } catch (IOException e) {
            throw new Refusal(ExitCode.USAGE, "cannot read " + acks + ": " + e);
        } catch (IllegalArgumentException e) {
            throw new Refusal(ExitCode.USAGE, acks + ": " + e.getMessage());
        }
    }

    private void progress(String how) {
        var err = spec.commandLine().getErr();
        err.println(how);
        err.flush();
    }

    private LedgerVerdict verdict(Running suite) throws InterruptedException {
        var acks = suite.acks.map(LedgerVerifyCommand::read).orElseGet(AckFile::none);
        try {
            return LedgerVerification.of(
                    suite.url, suite.key, acks, Duration.ofSeconds(waitSeconds), this::progress);
        } catch (LedgerAway | IllegalArgumentException e) {
            throw new Refusal(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }
}
