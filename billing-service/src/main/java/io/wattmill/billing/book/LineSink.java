// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.book;

import io.wattmill.billing.price.Conditions;
import io.wattmill.billing.price.Meter;
import io.wattmill.billing.price.PriceLine;
import io.wattmill.billing.price.Rate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the prices of one model; a model whose input and output are both 0 in a file is left out.
 */
final class LineSink {

    private final Notes notes;
    private final String model;
    private final List<PriceLine> lines = new ArrayList<>();

    LineSink(Notes notes, String model) {
        this.notes = notes;
        this.model = model;
    }

    void add(Meter meter, Conditions conditions, BigDecimal perMtok) {
        try {
            lines.add(new PriceLine(model, meter, conditions, new Rate(perMtok)));
        } catch (IllegalArgumentException e) {
            notes.leftOut(String.valueOf(e.getMessage()), model);
        }
    }

    /** Vendors' lists write 0 where they do not know; a free model is added by hand. */
    List<PriceLine> lines() {
        if (lines.isEmpty()) {
            notes.leftOut("no price per token", model);
        } else if (lines.stream().allMatch(line -> line.rate().perMtok().signum() == 0)) {
            notes.leftOut("every price is 0: add a line if the model is free", model);
            return List.of();
        }
        return List.copyOf(lines);
    }
}
