// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.claim.Claim;
import io.wattmill.twin.claim.ClaimReport;
import io.wattmill.twin.claim.ClaimTrial;
import io.wattmill.twin.claim.engine.EngineThroughput;
import io.wattmill.twin.claim.read.ClaimProblem;
import io.wattmill.twin.claim.read.ClaimReader;
import io.wattmill.twin.claim.read.ClaimReading;
import io.wattmill.twin.claim.report.ClaimReportJson;
import io.wattmill.twin.claim.report.ClaimReportText;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** `wattmill plan claim FILE`: what a vendor's claim rests on. */
@Command(
        name = "claim",
        mixinStandardHelpOptions = true,
        description =
                "Tests a vendor's claim: rebuilds its ratios from its constants, says what they"
                        + " hinge on, and refuses to compare what differs.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill plan claim claims/gb300-vs-hopper.yaml",
            "  ./wattmill plan claim gb300-vs-hopper --what-if b.price.per-gpu-hour=3.30 --json",
            "  ./wattmill plan claim --init > claim.yaml"
        })
final class PlanClaimCommand implements Callable<Integer> {
    private static final String SUFFIX = ".yaml";

    // of a longer file the reader sees enough to refuse it
    private static final int MAX_BYTES = 4 * ClaimReader.MAX_CHARS + 4;

    @Spec private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Asked asked = new Asked();

    @Option(
            names = "--what-if",
            paramLabel = "PATH=VALUE",
            description = "An assumption of the claim made otherwise; may be given again.")
    private List<String> whatIfs = List.of();

    @Option(names = "--json", description = "The report as JSON.")
    private boolean json;

    /** What is printed. */
    static final class Asked {
        @Parameters(
                paramLabel = "CLAIM",
                description = "The claim, YAML; or the name of one that ships: gb300-vs-hopper.")
        private Optional<Path> file = Optional.empty();

        @Option(names = "--init", description = "Prints a commented claim to begin with.")
        private boolean init;

        @Option(names = "--schema", description = "Prints the JSON schema of claim files.")
        private boolean schema;
    }

    @Override
    public Integer call() throws IOException {
        if (asked.file.isPresent()) {
            return test(asked.file.get());
        }
        if (asked.init) {
            print(shipped("sample" + SUFFIX).orElseThrow());
        }
        if (asked.schema) {
            print(shipped("schema.json").orElseThrow());
        }
        return ExitCode.OK;
    }

    private int test(Path file) throws IOException {
        return switch (ClaimReader.read(text(file), whatIfs)) {
            case ClaimReading.Refused(List<ClaimProblem> problems) -> {
                print(json ? ClaimReportJson.of(problems) + "\n" : ClaimReportText.of(problems));
                yield ExitCode.USAGE;
            }
            case ClaimReading.Understood(Claim claim) -> {
                ClaimReport report = ClaimTrial.test(claim, new EngineThroughput());
                print(json ? ClaimReportJson.of(report) + "\n" : ClaimReportText.of(report));
                yield ExitCode.OK;
            }
        };
    }

    private static String text(Path file) throws IOException {
        if (Files.isRegularFile(file) && Files.isReadable(file)) {
            try (var bytes = Files.newInputStream(file)) {
                return new String(bytes.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            }
        }
        String name = String.valueOf(file.getFileName());
        return shipped(name.endsWith(SUFFIX) ? name : name + SUFFIX)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        ExitCode.USAGE,
                                        "cannot read "
                                                + file
                                                + "; ./wattmill plan claim --init writes one to"
                                                + " begin with"));
    }

    private static Optional<String> shipped(String name) throws IOException {
        try (InputStream found = ClaimReader.class.getResourceAsStream("/claims/" + name)) {
            return found == null
                    ? Optional.empty()
                    : Optional.of(new String(found.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private void print(String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }
}
