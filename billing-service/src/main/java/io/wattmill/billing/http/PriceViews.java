// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.wattmill.billing.book.ImportedBook;
import io.wattmill.billing.price.Conditions;
import io.wattmill.billing.price.MonthlySchedule;
import io.wattmill.billing.price.PriceLine;
import io.wattmill.billing.price.TimeOfUse;
import io.wattmill.billing.tariff.BookVersion;
import io.wattmill.billing.tariff.DryRun;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Versions of the price book as they are shown. Money is in units of the currency. */
final class PriceViews {

    private static final int NANO_DIGITS = 9;

    private PriceViews() {}

    /** {@code GET /billing/prices}. */
    record Versions(String object, int inForce, List<Version> data) {}

    /** A version without its lines; {@code state} is draft, scheduled, in_force or past. */
    record Version(
            int version,
            String state,
            String origin,
            String note,
            String currency,
            int models,
            int lines,
            int schedules,
            long madeAtUs,
            @Nullable Long validFromUs,
            @Nullable Long validToUs) {}

    /** {@code GET /billing/prices/{version}}. */
    record Book(String object, Version version, List<Line> lines, List<Schedule> monthly) {}

    /** One price; null is no condition. */
    record Line(
            String model,
            String meter,
            BigDecimal perMtok,
            @Nullable String organization,
            @Nullable String project,
            @Nullable String tier,
            @Nullable String time,
            @Nullable Long aboveInput) {}

    /** One month's schedule. */
    record Schedule(
            String model,
            String meter,
            @Nullable String organization,
            @Nullable String project,
            @Nullable String tier,
            String mode,
            List<Step> steps) {}

    /** One step of it. */
    record Step(long aboveTokens, BigDecimal perMtok) {}

    /** {@code GET /billing/prices/diff}: lines that only one of two versions has. */
    record Diff(String object, int from, int to, List<Line> removed, List<Line> added) {}

    /** {@code POST /billing/prices}: the draft that was kept, and what was not understood. */
    record Imported(
            String object, int version, int models, int lines, List<ImportedBook.Note> leftOut) {}

    /** What an activation did. */
    record Activated(String object, int version) {}

    /** {@code GET /billing/prices/{version}/dry-run}. */
    record Rehearsal(
            String object,
            int version,
            long fromUs,
            long toUs,
            boolean isComplete,
            List<Difference> data) {}

    /** One project and model. */
    record Difference(
            String projectId,
            String model,
            String currency,
            long requests,
            long unpricedThen,
            long unpricedNow,
            BigDecimal charged,
            BigDecimal wouldBe,
            BigDecimal difference) {}

    static Version version(BookVersion version, int inForce, long nowUs) {
        var terms = version.terms();
        return new Version(
                version.version(),
                state(version, inForce, nowUs),
                version.origin().word(),
                version.note(),
                terms.currency(),
                models(terms.lines().all()),
                terms.lines().all().size(),
                terms.monthly().schedules().size(),
                version.madeAtUs(),
                orNull(version.validFromUs()),
                orNull(version.validToUs()));
    }

    static int models(List<PriceLine> lines) {
        return (int) lines.stream().map(PriceLine::model).distinct().count();
    }

    private static String state(BookVersion version, int inForce, long nowUs) {
        if (version.validFromUs().isEmpty()) {
            return "draft";
        }
        if (version.version() == inForce) {
            return "in_force";
        }
        return version.validFromUs().getAsLong() > nowUs ? "scheduled" : "past";
    }

    static Line line(PriceLine line) {
        Conditions conditions = line.conditions();
        return new Line(
                line.model(),
                word(line.meter()),
                line.rate().perMtok(),
                orNull(conditions.organization()),
                orNull(conditions.project()),
                orNull(conditions.tier()),
                conditions.time().isCondition() ? time(conditions.time()) : null,
                conditions.aboveInput() == 0 ? null : conditions.aboveInput());
    }

    private static String time(TimeOfUse time) {
        StringBuilder days = new StringBuilder();
        for (var day : DayOfWeek.values()) {
            if ((time.days() >> (day.getValue() - 1) & 1) == 1) {
                days.append(days.isEmpty() ? "" : ",").append(day.name(), 0, 3);
            }
        }
        return days.toString().toLowerCase(Locale.ROOT)
                + " "
                + clock(time.fromMinute())
                + "-"
                + clock(time.toMinute());
    }

    private static String clock(int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
    }

    static Schedule schedule(MonthlySchedule schedule) {
        return new Schedule(
                schedule.model(),
                word(schedule.meter()),
                orNull(schedule.organization()),
                orNull(schedule.project()),
                orNull(schedule.tier()),
                word(schedule.mode()),
                schedule.steps().stream()
                        .map(step -> new Step(step.aboveTokens(), step.rate().perMtok()))
                        .toList());
    }

    static Difference difference(DryRun.Difference difference) {
        return new Difference(
                difference.project(),
                difference.model(),
                difference.currency(),
                difference.requests(),
                difference.unpricedThen(),
                difference.unpricedNow(),
                money(difference.chargedNano()),
                money(difference.wouldBeNano()),
                money(difference.wouldBeNano() - difference.chargedNano()));
    }

    private static BigDecimal money(long nano) {
        return BigDecimal.valueOf(nano, NANO_DIGITS);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
