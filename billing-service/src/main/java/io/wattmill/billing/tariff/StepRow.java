// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.tariff;

import io.vertx.sqlclient.Row;
import io.wattmill.billing.price.Meter;
import io.wattmill.billing.price.MonthlySchedule;
import io.wattmill.billing.price.MonthlySchedule.Mode;
import io.wattmill.billing.price.MonthlyTerms;
import io.wattmill.billing.price.PriceStep;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.PgType;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One step of a month's schedule, as a row. */
record StepRow(int version, MonthlySchedule schedule, PriceStep step) {

    static final BulkInsert<StepRow> INSERT =
            BulkInsert.<StepRow>into("price_step")
                    .column("version", PgType.INTEGER, StepRow::version)
                    .column("organization", PgType.TEXT, row -> row.schedule.organization())
                    .column("project", PgType.TEXT, row -> row.schedule.project())
                    .column("model", PgType.TEXT, row -> row.schedule.model())
                    .column("meter", PgType.SMALLINT, row -> (short) row.schedule.meter().id())
                    .column("tier", PgType.TEXT, row -> row.schedule.tier())
                    .column("mode", PgType.SMALLINT, row -> (short) row.schedule.mode().id())
                    .column("above_tokens", PgType.BIGINT, row -> row.step.aboveTokens())
                    .column(
                            "unit_price",
                            PgType.NUMERIC,
                            row -> PriceRow.unitPrice(row.step.rate()))
                    .build("");

    static StepRow of(Row row) {
        PriceStep step = new PriceStep(row.getLong("above_tokens"), PriceRow.rate(row));
        MonthlySchedule whose =
                new MonthlySchedule(
                        row.getString("organization"),
                        row.getString("project"),
                        row.getString("model"),
                        Meter.of(row.getShort("meter")),
                        row.getString("tier"),
                        Mode.of(row.getShort("mode")),
                        List.of(new PriceStep(0, step.rate())));
        return new StepRow(row.getInteger("version"), whose, step);
    }

    static Stream<StepRow> of(int version, MonthlyTerms terms) {
        return terms.schedules().stream()
                .flatMap(s -> s.steps().stream().map(step -> new StepRow(version, s, step)));
    }

    /** The schedules that rows of one version make up. */
    static MonthlyTerms terms(List<StepRow> rows) {
        return new MonthlyTerms(
                rows.stream().collect(Collectors.groupingBy(StepRow::key)).values().stream()
                        .map(StepRow::schedule)
                        .toList());
    }

    private List<Object> key() {
        return List.of(
                schedule.organization(),
                schedule.project(),
                schedule.model(),
                schedule.meter(),
                schedule.tier());
    }

    private static MonthlySchedule schedule(List<StepRow> rows) {
        MonthlySchedule any = rows.getFirst().schedule;
        return new MonthlySchedule(
                any.organization(),
                any.project(),
                any.model(),
                any.meter(),
                any.tier(),
                any.mode(),
                rows.stream().map(StepRow::step).toList());
    }
}
