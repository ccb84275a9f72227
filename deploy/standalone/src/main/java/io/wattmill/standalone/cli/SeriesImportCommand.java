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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** `wattmill series import F.csv`: hours into the books. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Imports hours from a CSV file with the header 'hour,value'. What was attributed in"
                        + " those hours gets its cost and carbon made again; the same file twice"
                        + " changes nothing.",
        footerHeading = "%nExample:%n",
        footer = {
            "  hour,value",
            "  2026-11-21T17:00:00Z,0.0912",
            "",
            "  ./wattmill series import prices.csv --kind price --zone site"
        })
final class SeriesImportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();

    @Parameters(paramLabel = "F", description = "The file.")
    private Path file = Path.of("");

    @Option(
            names = "--kind",
            required = true,
            paramLabel = "price|carbon|pue",
            description = "Currency per kWh, grams of CO2 equivalent per kWh, or a ratio.")
    private String kind = "";

    @Option(
            names = "--zone",
            paramLabel = "Z",
            defaultValue = "site",
            description = "Zone of the nodes that it is for (default: ${DEFAULT-VALUE}).")
    private String zone = "site";

    @Override
    public Integer call() throws Exception {
        if (!zone.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new Refusal(ExitCode.USAGE, "a zone has letters, digits, '.', '_' and '-' only");
        }
        if (!kind.matches("price|carbon|pue")) {
            throw new Refusal(ExitCode.USAGE, "a kind is price, carbon or pue");
        }
        String csv = read();
        try (Gateway gateway = site.gateway(FirstKeys::admin)) {
            String path = "/billing/series?kind=%s&zone=%s".formatted(kind, zone);
            JsonNode done = site.send(gateway, path, csv).json();
            var out = spec.commandLine().getOut();
            out.printf(
                    "%s  zone %s: %d hours added, %d revised, %d unchanged; %d windows are costed"
                            + " again%n",
                    done.path("kind").asText(),
                    done.path("zone").asText(),
                    done.path("added").asInt(),
                    done.path("revised").asInt(),
                    done.path("unchanged").asInt(),
                    done.path("windows_to_cost_again").asLong());
            out.flush();
            return ExitCode.OK;
        }
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Refusal(ExitCode.USAGE, "cannot read " + file + ": " + e);
        }
    }
}
