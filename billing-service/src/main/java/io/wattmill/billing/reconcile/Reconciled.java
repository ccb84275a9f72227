// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One window of an engine, explained.
 *
 * @param lines a measure each
 * @param strangers whether foreign work was seen, or may still be taken for work in flight
 */
public record Reconciled(List<Line> lines, boolean strangers) {

    public Reconciled {
        lines = List.copyOf(lines);
    }

    /** What the next window begins with. */
    public Carried carried() {
        return new Carried(
                lines.stream().collect(Collectors.toMap(Line::measure, Line::carried)), strangers);
    }
}
