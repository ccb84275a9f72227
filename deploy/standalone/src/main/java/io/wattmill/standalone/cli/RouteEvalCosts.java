// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.evaluate.Prices;
import io.wattmill.twin.evaluate.Watts;
import io.wattmill.twin.simulate.report.SitePrices;

import picocli.CommandLine.Option;

import java.math.BigDecimal;

/** What `wattmill route-eval` counts as watts and as money. */
final class RouteEvalCosts {
    @Option(
            names = "--idle-watts",
            paramLabel = "W",
            description =
                    "Of an H100 with a model loaded; others in proportion to TDP (default:"
                            + " ${DEFAULT-VALUE}).")
    private double idleWatts = Watts.CATALOGUE_IDLE;

    @Option(
            names = "--host-watts",
            paramLabel = "W",
            description = "Of the hosts, for each GPU; joules and cost then include them.")
    private double hostWatts;

    @Option(
            names = "--usd-per-kwh",
            paramLabel = "P",
            description = "Price of energy (default: ${DEFAULT-VALUE}).")
    private BigDecimal perKilowattHour = Prices.USUAL.perKilowattHour();

    @Option(
            names = "--usd-per-gpu-hour",
            paramLabel = "P",
            description = "Price of a GPU, used or not (default: ${DEFAULT-VALUE}).")
    private BigDecimal perGpuHour = Prices.USUAL.perGpuHour();

    Watts watts() {
        return new Watts(idleWatts, hostWatts);
    }

    SitePrices prices() {
        return Prices.of(perKilowattHour, perGpuHour);
    }
}
