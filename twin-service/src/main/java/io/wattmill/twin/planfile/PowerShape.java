// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.power.Power;

/** What must hold of the power chain as a whole: no cycles. */
final class PowerShape {
    private PowerShape() {}

    static void check(Power power, Problems problems) {
        var cycle = power.tree().cycle();
        if (!cycle.isEmpty()) {
            var shown = cycle.stream().limit(20).toList();
            problems.add(
                    "power",
                    String.join(" <- ", shown) + (cycle.size() > 20 ? " <- …" : ""),
                    "",
                    "feeds itself",
                    "fed-by and backed-by lead to feeds, generators or batteries in the end");
        }
    }
}
