// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report.shown;

import io.wattmill.twin.figure.Figure;

/**
 * A figure, rounded.
 *
 * @param value as text
 * @param unit what follows it; may be empty
 * @param interval as text; empty where there is none
 * @param provenance in a word
 * @param source where from
 */
public record Cell(String value, String unit, String interval, String provenance, String source) {

    /** A figure in its unit. */
    public static Cell of(Figure figure, String unit) {
        return new Cell(
                Shown.number(figure.value()),
                unit,
                Shown.interval(figure),
                Shown.word(figure.provenance()),
                figure.source());
    }

    /** A share of one, in percent. */
    public static Cell percent(Figure share) {
        return new Cell(
                Shown.percent(share.value()),
                "%",
                Shown.percentInterval(share),
                Shown.word(share.provenance()),
                share.source());
    }

    /** Value and unit. */
    public String text() {
        return unit.isEmpty() ? value : value + " " + unit;
    }

    /** Interval in brackets, with a space before; empty where there is none. For templates. */
    public String aside() {
        return interval.isEmpty() ? "" : " (" + interval + ")";
    }
}
