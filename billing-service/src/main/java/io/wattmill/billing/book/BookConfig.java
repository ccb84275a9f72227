// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.book;

import io.wattmill.billing.price.MonthlyTerms;
import io.wattmill.billing.price.PriceLine;
import io.wattmill.billing.price.PriceLines;
import io.wattmill.kit.config.Setting;

import java.util.List;
import java.util.stream.Stream;

/** The long form of a book, in the configuration or a file of its own under {@code book:}. */
public record BookConfig(
        @Setting(
                        value = "",
                        doc = "Prices with conditions; the most particular line that fits counts.")
                List<LineConfig> lines,
        @Setting(value = "", doc = "Schedules of a month: steps by how much a month has had.")
                List<ScheduleConfig> monthly) {

    public BookConfig {
        lines = List.copyOf(lines);
        monthly = List.copyOf(monthly);
    }

    /**
     * Its lines, with others.
     *
     * @throws IllegalArgumentException when one is wrong, or two tie
     */
    public PriceLines linesWith(List<PriceLine> others) {
        return new PriceLines(
                Stream.concat(lines.stream().flatMap(LineConfig::lines), others.stream()).toList());
    }

    /**
     * Its schedules.
     *
     * @throws IllegalArgumentException when one is wrong, or two tie
     */
    public MonthlyTerms monthlyTerms() {
        return new MonthlyTerms(monthly.stream().map(ScheduleConfig::schedule).toList());
    }
}
