// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.book;

import io.wattmill.billing.price.Meter;
import io.wattmill.billing.price.MonthlySchedule;
import io.wattmill.billing.price.MonthlySchedule.Mode;
import io.wattmill.billing.price.PriceStep;
import io.wattmill.billing.price.Rate;
import io.wattmill.kit.config.Setting;

import java.math.BigDecimal;
import java.util.List;

/** What a calendar month's tokens of one model and meter cost; posts as an adjustment. */
public record ScheduleConfig(
        @Setting(doc = "The model as requests name it.") String model,
        @Setting(doc = "Which tokens.") Meter meter,
        @Setting(value = "", doc = "Only this organization's projects.") String organization,
        @Setting(value = "", doc = "Only this project.") String project,
        @Setting(value = "", doc = "Tokens that were priced in this service tier.") String tier,
        @Setting(
                        value = "graduated",
                        doc =
                                "graduated: each token at its own step; volume: all at the step"
                                        + " that the month has reached.")
                Mode mode,
        @Setting(value = "", doc = "Its steps, at least one.") List<StepConfig> steps) {

    public ScheduleConfig {
        steps = List.copyOf(steps);
    }

    /** One step. */
    public record StepConfig(
            @Setting(value = "0", min = 0, doc = "Tokens of the month that come before it.")
                    long aboveTokens,
            @Setting(doc = "Currency per 1,000,000 tokens; 0 is a free tier.")
                    BigDecimal perMtok) {}

    /**
     * The schedule.
     *
     * @throws IllegalArgumentException when its steps are none
     */
    public MonthlySchedule schedule() {
        return new MonthlySchedule(
                organization,
                project,
                model,
                meter,
                tier,
                mode,
                steps.stream()
                        .map(s -> new PriceStep(s.aboveTokens(), new Rate(s.perMtok())))
                        .toList());
    }
}
