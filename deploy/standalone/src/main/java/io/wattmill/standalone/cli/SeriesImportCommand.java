// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.standalone.board.Gateway;
import io.wattmill.standalone.folder.FirstKeys;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** `wattmill series import F.csv`: hours into the books. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Imports hours from a CSV file with the header 'hour,value'. What was attributed in"
                        + " those hours gets its cost and carbon made again; hours of a kWh meter"
                        + " are held against the ledger's joules (ledger reconcile). The same file"
                        + " twice changes nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hour,value",
            "  2026-11-21T17:00:00Z,0.0912",
            "",
            "  ./wattmill series import prices.csv --kind price --zone site",
            "  ./wattmill series import kwh.csv --kind meter --zone hall-1 --boundary facility"
                    + " --tolerance 0.5",
            "  curl -s localhost:9401/emulator/meter | ./wattmill series import --kind meter --node"
                    + " node-1 -"
        })
final class SeriesImportCommand implements Callable<Integer> {

    private static final String METER = "meter";
    private static final String KINDS = "price|carbon|pue|meter";
    private static final String NAME = "[A-Za-z0-9._-]{1,64}";
    private static final int PPM_PER_PERCENT_DIGITS = 4;
    private static final int MOST_BYTES = 64 << 20;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();

    @Parameters(paramLabel = "F", description = "The file; - is standard input.")
    private Path file = Path.of("");

    @Option(
            names = "--kind",
            required = true,
            paramLabel = "price|carbon|pue|meter",
            description =
                    "Currency per kWh, grams of CO2 equivalent per kWh, a ratio, or the kWh that a"
                            + " meter counted.")
    private String kind = "";

    @Option(
            names = "--zone",
            paramLabel = "Z",
            defaultValue = "site",
            description = "Zone of the nodes that it is for (default: ${DEFAULT-VALUE}).")
    private String zone = "site";

    @Option(
            names = "--node",
            paramLabel = "N",
            description = "Node that a kWh meter stands at, instead of a zone.")
    private Optional<String> node = Optional.empty();

    @Option(
            names = "--boundary",
            paramLabel = "it|facility",
            defaultValue = "it",
            description =
                    "What a kWh meter counts: devices and hosts, or the facility with them"
                            + " (default: ${DEFAULT-VALUE}).")
    private String boundary = "it";

    @Option(
            names = "--tolerance",
            paramLabel = "P",
            defaultValue = "0",
            description =
                    "What a kWh meter may be off by, percent of its reading (default:"
                            + " ${DEFAULT-VALUE}).")
    private BigDecimal tolerance = BigDecimal.ZERO;

    @Override
    public Integer call() throws Exception {
        String path = "/billing/series?kind=" + known(kind, "--kind", KINDS) + place();
        String csv = read();
        try (Gateway gateway = site.gateway(FirstKeys::admin)) {
            JsonNode done = site.send(gateway, path, csv).json();
            var out = spec.commandLine().getOut();
            out.printf(
                    "%s  %s %s: %d hours added, %d revised, %d unchanged; %d windows are costed"
                            + " again%n",
                    done.path("kind").asText(),
                    node.isPresent() ? "node" : "zone",
                    done.path("zone").asText(),
                    done.path("added").asInt(),
                    done.path("revised").asInt(),
                    done.path("unchanged").asInt(),
                    done.path("windows_to_cost_again").asLong());
            out.flush();
            return ExitCode.OK;
        }
    }

    private String place() {
        if (!kind.equals(METER)) {
            return "&zone=" + known(zone, "--zone", NAME);
        }
        String where =
                node.map(name -> "&node=" + known(name, "--node", NAME))
                        .orElseGet(() -> "&zone=" + known(zone, "--zone", NAME));
        return where
                + "&boundary="
                + known(boundary, "--boundary", "it|facility")
                + "&tolerance_ppm="
                + tolerancePpm();
    }

    private String tolerancePpm() {
        try {
            return tolerance.movePointRight(PPM_PER_PERCENT_DIGITS).toBigIntegerExact().toString();
        } catch (ArithmeticException _) {
            throw new Refusal(ExitCode.USAGE, "--tolerance has at most 4 decimals, as in 0.5");
        }
    }

    private static String known(String value, String option, String pattern) {
        if (!value.matches(pattern)) {
            throw new Refusal(ExitCode.USAGE, option + " is not " + pattern + ": " + value);
        }
        return value;
    }

    /** What fits into memory is bounded by the server, which says so. */
    private String read() {
        try {
            return file.toString().equals("-")
                    ? new String(System.in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8)
                    : Files.readString(file);
        } catch (IOException e) {
            throw new Refusal(ExitCode.USAGE, "cannot read " + file + ": " + e);
        }
    }
}
