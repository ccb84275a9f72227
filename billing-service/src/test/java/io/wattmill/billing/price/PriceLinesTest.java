// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

final class PriceLinesTest {

    private static final long NOON = us("2026-11-20T12:00:00Z"); // a Friday
    private static final Situation ANYBODY = new Situation("org", "p1", "", NOON);

    @Property
    void theMostSpecialLineThatHoldsPricesAndNeverAnother(
            @ForAll("books") PriceLines book,
            @ForAll("situations") Situation situation,
            @ForAll @LongRange(min = 0, max = 500_000) long input) {
        Selection selection = book.select("m", situation, input);
        for (Meter meter : Meter.values()) {
            Optional<PriceLine> best =
                    book.all().stream()
                            .filter(line -> line.meter() == meter)
                            .filter(line -> line.conditions().hold(situation, input))
                            .min(
                                    (a, b) ->
                                            Conditions.SPECIAL_FIRST.compare(
                                                    a.conditions(), b.conditions()));
            assertEquals(best, Optional.ofNullable(selection.own().get(meter)));
        }
    }

    @Property
    void moreTokensNeverCostLessWithinOneContextTier(
            @ForAll("books") PriceLines book,
            @ForAll("situations") Situation situation,
            @ForAll("tokens") Tokens tokens,
            @ForAll @LongRange(min = 0, max = 1_000_000) long more) {
        Selection lines = book.select("m", situation, tokens.input());
        Tokens bigger =
                new Tokens(
                        tokens.inputUncached() + more,
                        tokens.cacheRead(),
                        tokens.cacheWrite() + more,
                        tokens.output() + more,
                        tokens.reasoning());
        Optional<Charge> small = lines.charge(tokens);
        Optional<Charge> big = lines.charge(bigger);
        if (small.isPresent() && big.isPresent()) {
            assertTrue(small.get().totalNano() >= 0);
            assertTrue(big.get().totalNano() >= small.get().totalNano());
        }
    }

    @Property
    void theTotalIsTheSumOfItsMetersAndEachTokenIsCountedOnce(
            @ForAll("books") PriceLines book,
            @ForAll("situations") Situation situation,
            @ForAll("tokens") Tokens tokens) {
        Selection lines = book.select("m", situation, tokens.input());
        long counted = 0;
        for (Meter meter : Meter.values()) {
            counted += lines.counted(meter, tokens);
        }
        assertEquals(tokens.total(), counted);
        lines.charge(tokens).ifPresent(PriceLinesTest::sums);
    }

    private static void sums(Charge charge) {
        long sum = 0;
        for (Meter meter : Meter.values()) {
            sum += charge.of(meter);
        }
        assertEquals(sum, charge.totalNano());
    }

    @Property
    void tokensWithoutAPriceAreNeverFree(
            @ForAll("books") PriceLines book,
            @ForAll("situations") Situation situation,
            @ForAll("tokens") Tokens tokens) {
        Selection lines = book.select("m", situation, tokens.input());
        boolean isMissing =
                List.of(Meter.values()).stream()
                        .anyMatch(m -> lines.counted(m, tokens) > 0 && lines.line(m).isEmpty());
        if (isMissing) {
            assertTrue(lines.charge(tokens).isEmpty());
        }
    }

    @Property
    void cachedInputCostsAsInputUnlessTheBookSaysOtherwise(
            @ForAll @LongRange(min = 0, max = 1_000_000) long tokens) {
        PriceLines book = new PriceLines(List.of(line(Meter.INPUT_UNCACHED, "3", all())));
        Selection lines = book.select("m", ANYBODY, tokens);
        assertEquals(
                lines.charge(new Tokens(tokens, 0, 0, 0, 0)).orElseThrow().totalNano(),
                lines.charge(new Tokens(0, tokens, 0, 0, 0)).orElseThrow().totalNano());
    }

    @Test
    void refusesLinesThatTieAndNamesBoth() {
        PriceLine weekdays = line(Meter.OUTPUT, "1", at(window(Set.of(), 600, 900)));
        PriceLine friday =
                line(Meter.OUTPUT, "2", at(window(Set.of(DayOfWeek.FRIDAY), 840, 1_000)));
        var refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new PriceLines(List.of(weekdays, friday)));
        String said = String.valueOf(refused.getMessage());
        assertTrue(said.contains(weekdays.toString()) && said.contains(friday.toString()));
    }

    @Test
    void windowsThatDoNotMeetDoNotTie() {
        PriceLine day = line(Meter.OUTPUT, "1", at(window(Set.of(), 480, 1_320)));
        PriceLine night = line(Meter.OUTPUT, "2", at(window(Set.of(), 1_320, 480)));
        PriceLines book = new PriceLines(List.of(day, night));
        assertEquals(day, priced(book, us("2026-11-20T08:00:00Z")));
        assertEquals(night, priced(book, us("2026-11-20T22:00:00Z")));
        assertEquals(night, priced(book, us("2026-11-20T07:59:59Z")));
    }

    @Test
    void aWindowIsOfTheDaysThatItNames() {
        PriceLine plain = line(Meter.OUTPUT, "2", all());
        PriceLine friday = line(Meter.OUTPUT, "1", at(window(Set.of(DayOfWeek.FRIDAY), 0, 1_440)));
        PriceLines book = new PriceLines(List.of(plain, friday));
        assertEquals(friday, priced(book, NOON));
        assertEquals(plain, priced(book, us("2026-11-21T00:00:00Z")));
    }

    @Test
    void aContextTierPricesTheWholeRequest() {
        PriceLines book =
                new PriceLines(
                        List.of(
                                line(Meter.INPUT_UNCACHED, "3", all()),
                                line(Meter.INPUT_UNCACHED, "6", above(200_000))));
        assertEquals(600_000_000, input(book, new Tokens(200_000, 0, 0, 0, 0)));
        assertEquals(1_200_006_000, input(book, new Tokens(200_001, 0, 0, 0, 0)));
        assertEquals(600_006_000, input(book, new Tokens(100_001, 100_000, 0, 0, 0)));
    }

    private static long input(PriceLines book, Tokens tokens) {
        return book.select("m", ANYBODY, tokens.input()).charge(tokens).orElseThrow().inputNano();
    }

    @Test
    void aProjectsLineComesBeforeItsOrganizationsBeforeATiers() {
        PriceLine tier = line(Meter.OUTPUT, "1", Conditions.ofTier("batch"));
        PriceLine organization =
                line(Meter.OUTPUT, "2", new Conditions("org", "", "", TimeOfUse.ALWAYS, 0));
        PriceLine project =
                line(Meter.OUTPUT, "3", new Conditions("", "p1", "", TimeOfUse.ALWAYS, 0));
        PriceLines book = new PriceLines(List.of(tier, organization, project));
        assertEquals(project, output(book, new Situation("org", "p1", "batch", NOON)));
        assertEquals(organization, output(book, new Situation("org", "p2", "batch", NOON)));
        assertEquals(tier, output(book, new Situation("other", "p2", "batch", NOON)));
    }

    @Test
    void reasoningIsPricedApartOnlyByALineOfItsOwn() {
        PriceLine output = line(Meter.OUTPUT, "2", all());
        PriceLine reasoning = line(Meter.REASONING, "5", all());
        Tokens tokens = new Tokens(0, 0, 0, 10, 4);
        Charge together =
                new PriceLines(List.of(output))
                        .select("m", ANYBODY, 0)
                        .charge(tokens)
                        .orElseThrow();
        assertEquals(new Charge(0, 0, 0, 20_000, 0), together);
        Charge apart =
                new PriceLines(List.of(output, reasoning))
                        .select("m", ANYBODY, 0)
                        .charge(tokens)
                        .orElseThrow();
        assertEquals(new Charge(0, 0, 0, 12_000, 20_000), apart);
    }

    @Test
    void theDefaultTierHasNoName() {
        assertEquals(all(), Conditions.ofTier("default"));
        assertEquals(all(), Conditions.ofTier("auto"));
    }

    private static PriceLine priced(PriceLines book, long atUs) {
        return output(book, new Situation("org", "p1", "", atUs));
    }

    private static PriceLine output(PriceLines book, Situation situation) {
        return book.select("m", situation, 0).line(Meter.OUTPUT).orElseThrow();
    }

    private static PriceLine line(Meter meter, String perMtok, Conditions conditions) {
        return new PriceLine("m", meter, conditions, new Rate(new BigDecimal(perMtok)));
    }

    private static Conditions all() {
        return Conditions.NONE;
    }

    private static Conditions at(TimeOfUse time) {
        return new Conditions("", "", "", time, 0);
    }

    private static Conditions above(long tokens) {
        return new Conditions("", "", "", TimeOfUse.ALWAYS, tokens);
    }

    private static TimeOfUse window(Set<DayOfWeek> days, int from, int to) {
        return TimeOfUse.of(days, from, to);
    }

    private static long us(String instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
    }

    /** Books without ties: a line that ties with one before it is left out. */
    @Provide
    Arbitrary<PriceLines> books() {
        return Combinators.combine(Arbitraries.of(Meter.values()), conditions(), rates())
                .as((meter, conditions, rate) -> new PriceLine("m", meter, conditions, rate))
                .list()
                .ofMaxSize(24)
                .map(PriceLinesTest::withoutTies);
    }

    private static PriceLines withoutTies(List<PriceLine> drawn) {
        List<PriceLine> kept = new ArrayList<>();
        for (PriceLine line : drawn) {
            if (kept.stream().noneMatch(line::ties)) {
                kept.add(line);
            }
        }
        return new PriceLines(kept);
    }

    private static Arbitrary<Conditions> conditions() {
        return Combinators.combine(
                        Arbitraries.of("", "org"),
                        Arbitraries.of("", "p1", "p2"),
                        Arbitraries.of("", "batch", "priority"),
                        Arbitraries.of(
                                TimeOfUse.ALWAYS,
                                new TimeOfUse(0b001_1111, 480, 1_200),
                                new TimeOfUse(0b111_1111, 1_200, 480)),
                        Arbitraries.of(0L, 128_000L, 200_000L))
                .as(Conditions::new);
    }

    private static Arbitrary<Rate> rates() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal(1_000))
                .ofScale(9)
                .map(Rate::new);
    }

    @Provide
    Arbitrary<Situation> situations() {
        return Combinators.combine(
                        Arbitraries.of("org", "other"),
                        Arbitraries.of("p1", "p2", "p3"),
                        Arbitraries.of("", "batch", "priority", "own"),
                        Arbitraries.longs().between(0, 10_080).map(m -> NOON + m * 60_000_000L))
                .as(Situation::new);
    }

    @Provide
    Arbitrary<Tokens> tokens() {
        Arbitrary<Long> some = Arbitraries.longs().between(0, 300_000);
        return Combinators.combine(some, some, some, some, some)
                .as((a, b, c, d, e) -> new Tokens(a, b, c, d, Math.min(d, e)));
    }
}
