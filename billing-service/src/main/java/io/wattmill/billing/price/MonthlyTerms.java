// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The schedules of a book: a project's own before its organization's, before everybody's. */
public record MonthlyTerms(List<MonthlySchedule> schedules) {

    private static final Comparator<MonthlySchedule> ORDER =
            Comparator.comparing(MonthlySchedule::model)
                    .thenComparing(MonthlySchedule::meter)
                    .thenComparing(MonthlySchedule::tier)
                    .thenComparing(s -> s.project().isEmpty())
                    .thenComparing(s -> s.organization().isEmpty())
                    .thenComparing(MonthlySchedule::project)
                    .thenComparing(MonthlySchedule::organization);

    /** No schedule: what was charged request by request is what is owed. */
    public static final MonthlyTerms NONE = new MonthlyTerms(List.of());

    /**
     * Schedules in a fixed order.
     *
     * @throws IllegalArgumentException when two are for the same tokens
     */
    public MonthlyTerms {
        schedules = schedules.stream().sorted(ORDER).toList();
        for (int i = 1; i < schedules.size(); i++) {
            if (ORDER.compare(schedules.get(i - 1), schedules.get(i)) == 0) {
                throw new IllegalArgumentException(
                        schedules.get(i - 1) + " and " + schedules.get(i) + " tie");
            }
        }
    }

    /** The schedule for a project's tokens of one model, meter and tier. */
    public Optional<MonthlySchedule> of(MonthTotal total) {
        return schedules.stream().filter(schedule -> isFor(schedule, total)).findFirst();
    }

    private static boolean isFor(MonthlySchedule schedule, MonthTotal total) {
        return schedule.model().equals(total.model())
                && schedule.meter() == total.meter()
                && schedule.tier().equals(total.tier())
                && (schedule.project().isEmpty() || schedule.project().equals(total.project()))
                && (schedule.organization().isEmpty()
                        || schedule.organization().equals(total.organization()));
    }
}
