// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.plan;

import io.wattmill.twin.replay.report.Figures;
import io.wattmill.twin.replay.report.ReportText;
import io.wattmill.twin.simulate.plan.PlanRunResult.FleetUse;
import io.wattmill.twin.simulate.plan.PlanRunResult.Ran;
import io.wattmill.twin.simulate.plan.PlanRunResult.Refused;

import java.util.Locale;

/** A plan run for a terminal: the table of a replay, then what the fleet did and what binds. */
public final class PlanRunText {
    private PlanRunText() {}

    /** Lines, each ended by a line feed. */
    public static String of(PlanRunResult result) {
        return switch (result) {
            case Ran ran ->
                    ReportText.of(ran.report())
                            + row("fleet", fleet(ran.use()))
                            + row("binds", ran.binding().statement())
                            + row("", "first: " + ran.binding().fix());
            case Refused(String problem, String fix) -> row("refused", problem) + row("fix", fix);
        };
    }

    private static String fleet(FleetUse use) {
        return "%d engines on %d GPUs, busy %s, mean batch %s, %s kW, %s preemptions"
                .formatted(
                        use.engines(),
                        use.gpus(),
                        Figures.percent(use.busyShare()),
                        Figures.rate(use.meanBatch()),
                        Figures.rate(use.meanWatts() / 1e3),
                        Figures.count(use.preemptions()));
    }

    private static String row(String head, String text) {
        return String.format(Locale.ROOT, "%-10s %s%n", head, text).replace("\r\n", "\n");
    }
}
