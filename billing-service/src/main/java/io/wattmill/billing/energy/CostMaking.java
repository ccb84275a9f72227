// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.cost.CostLine;
import io.wattmill.billing.cost.CostTransfers;
import io.wattmill.billing.cost.WindowCost;
import io.wattmill.billing.energy.CostedWindow.Before;
import io.wattmill.billing.energy.CostedWindow.Terms;
import io.wattmill.billing.price.FacilityFactors;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A window's cost as it is about to be written, and what it replaces. */
record CostMaking(CostedWindow window, Terms terms, FacilityFactors factors, WindowCost cost) {

    /** A line of the table: 1 booked, -1 taken back. */
    record SignedLine(CostedWindow window, int revision, int sign, CostLine line) {}

    /** False when the same comes out as before. */
    boolean isNews() {
        return window.before().map(before -> !before.lines().equals(cost.lines())).orElse(true);
    }

    Stream<SignedLine> lines() {
        Stream<SignedLine> takenBack =
                window.before().stream()
                        .flatMap(before -> signed(before.lines(), before.terms().revision(), -1));
        return Stream.concat(takenBack, signed(cost.lines(), terms.revision(), 1));
    }

    private Stream<SignedLine> signed(List<CostLine> lines, int revision, int sign) {
        return lines.stream().map(line -> new SignedLine(window, revision, sign, line));
    }

    List<Transfer> transfers() {
        List<Transfer> transfers = new ArrayList<>();
        window.before().ifPresent(before -> transfers.addAll(takenBack(before)));
        transfers.addAll(CostTransfers.book(window.made(terms), cost.lines()));
        return transfers;
    }

    private List<Transfer> takenBack(Before before) {
        return CostTransfers.takeBack(window.made(before.terms()), before.lines());
    }
}
