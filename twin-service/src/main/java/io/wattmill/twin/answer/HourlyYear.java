// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

import io.wattmill.router.engine.Provenance;

import java.util.List;

/**
 * A year by the hour, from 1 January 00:00 of the site's time; no leap day. All lists are as long.
 *
 * @param itKw power of IT
 * @param facilityKw power at the utility meter
 * @param chillerShare share of the power at the utility meter that chillers draw
 * @param provenance how they are known
 * @param source where from: weather, load and model
 */
public record HourlyYear(
        List<Double> itKw,
        List<Double> facilityKw,
        List<Double> chillerShare,
        Provenance provenance,
        String source) {
    /** Hours of a year. */
    public static final int HOURS = 8_760;

    /** No year was computed. */
    public static final HourlyYear NONE =
            new HourlyYear(List.of(), List.of(), List.of(), Provenance.ASSUMED, "");

    /** Refuses part of a year. */
    public HourlyYear {
        itKw = List.copyOf(itKw);
        facilityKw = List.copyOf(facilityKw);
        chillerShare = List.copyOf(chillerShare);
        boolean whole = itKw.isEmpty() || itKw.size() == HOURS;
        if (!whole || facilityKw.size() != itKw.size() || chillerShare.size() != itKw.size()) {
            throw new IllegalArgumentException("hourly year: " + HOURS + " values or none, each");
        }
        refuseOdd(itKw);
        refuseOdd(facilityKw);
        refuseOdd(chillerShare);
    }

    private static void refuseOdd(List<Double> values) {
        if (!values.stream().allMatch(value -> value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException("hourly year: finite values from 0");
        }
    }

    /** Whether no year was computed. */
    public boolean absent() {
        return itKw.isEmpty();
    }
}
