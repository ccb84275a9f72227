// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.ledger.AckFile;
import io.wattmill.standalone.ledger.DumpVerification;
import io.wattmill.standalone.ledger.LedgerAway;
import io.wattmill.standalone.ledger.LedgerVerdict;
import io.wattmill.standalone.ledger.LedgerVerification;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
            "  ./wattmill ledger verify --acks acks.txt",
            "  ./wattmill ledger verify --dump ledger.txt --trust 1f0c…"
        })
final class LedgerVerifyCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private SiteOptions site = new SiteOptions();

    @Option(
            names = "--acks",
            paramLabel = "F",
            description = "Request ids, one per line. Without it only the books are checked.")
    private Optional<Path> acks = Optional.empty();

    @Option(
            names = "--dump",
            paramLabel = "F",
            description = "What `ledger dump` wrote, instead of a running suite.")
    private Optional<Path> dump = Optional.empty();

    @Option(
            names = "--trust",
            paramLabel = "SHA256",
            description = "With --dump: SHA-256 of the one key that may have signed blocks.")
    private Optional<String> trust = Optional.empty();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "Longest wait for what is still on its way (default: ${DEFAULT-VALUE}).")
    private int waitSeconds = 30;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (dump.isPresent()) {
            refuse(acks.isPresent(), "--acks asks a running suite; it does not go with --dump");
            return tell(DumpVerification.of(dump.get(), trust));
        }
        refuse(trust.isPresent(), "--trust goes with --dump");
        var verdict = verdict(acks.map(LedgerVerifyCommand::read).orElseGet(AckFile::none));
        var lines = acks.isPresent() ? verdict.lines() : verdict.bookLines();
        return tell(new DumpVerification(lines, verdict.holds()));
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new Refusal(ExitCode.USAGE, message);
        }
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

    private LedgerVerdict verdict(AckFile ids) throws IOException, InterruptedException {
        var key = site.adminKey();
        try {
            return LedgerVerification.of(
                    site.url(), key, ids, Duration.ofSeconds(waitSeconds), this::progress);
        } catch (LedgerAway | IllegalArgumentException e) {
            throw new Refusal(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }
}
