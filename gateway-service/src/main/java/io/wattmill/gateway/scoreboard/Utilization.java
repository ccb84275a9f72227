// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.util.Optional;

/** What became of the time of the site's GPUs: useful, busy, idle, stranded. */
final class Utilization {

    private final Books books;
    private final FleetRows fleet;

    Utilization(Books books, FleetRows fleet) {
        this.books = books;
        this.fleet = fleet;
    }

    /** GPU-seconds of the last minute; busy time is useful as far as its tokens were delivered. */
    ObjectNode json() {
        GpuTime time = fleet.gpuTime(FactoryFigures.WINDOW_US);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        fleet.meters(
                        "router's snapshots at 1 Hz, last minute; useful: delivered share of the"
                                + " tokens made")
                .trusted(Trust.ESTIMATED)
                .into(node)
                .put("unit", "GPU-seconds");
        Optional<BigDecimal> delivered = deliveredShare();
        BigDecimal busy = seconds(time.busyUs());
        Optional<BigDecimal> useful =
                busy.signum() == 0 ? Optional.of(busy) : delivered.map(busy::multiply);
        part(node, "useful", useful, time);
        part(node, "busy", useful.map(busy::subtract).or(() -> Optional.of(busy)), time);
        part(node, "idle", Optional.of(seconds(time.idleUs())), time);
        part(node, "stranded", Optional.of(seconds(time.strandedUs())), time);
        if (time.totalUs() == 0) {
            node.put("reason", "two snapshots of the fleet have not been heard yet");
        }
        return node;
    }

    private Optional<BigDecimal> deliveredShare() {
        return books.growth(Books::output)
                .flatMap(
                        output ->
                                books.growth(Books::waste)
                                        .flatMap(waste -> Figure.ratio(output, output + waste)));
    }

    private static void part(
            ObjectNode node, String name, Optional<BigDecimal> seconds, GpuTime time) {
        Optional<BigDecimal> known = seconds.filter(_ -> time.totalUs() > 0);
        ObjectNode part = node.putObject(name);
        Figure.put(part, "gpu_seconds", known);
        Figure.put(part, "share", known.flatMap(s -> Figure.ratio(s, seconds(time.totalUs()))));
    }

    private static BigDecimal seconds(long us) {
        return BigDecimal.valueOf(us, 6);
    }
}
