// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

final class RatingTest {

    private static final FacilityFactors FACILITY =
            new FacilityFactors(120_000, 1_250_000, 380_000_000, new BigDecimal("0.085"));
    private static final ModelPrice CHEAP = price("0.18", "0.09", "0.225", "0.18");

    @Property
    void roundsEachMeterOnceHalfToEven(
            @ForAll @BigRange(min = "0", max = "1000") @Scale(9) BigDecimal perMtok,
            @ForAll @LongRange(min = 0, max = 1_000_000_000) long tokens) {
        BigDecimal exact = perMtok.multiply(BigDecimal.valueOf(tokens)).movePointRight(3);
        assertEquals(
                exact.setScale(0, RoundingMode.HALF_EVEN).longValueExact(),
                new Rate(perMtok).nano(tokens));
    }

    @Property
    void theTotalIsTheSumOfTheMeters(
            @ForAll @LongRange(min = 0, max = 1_000_000) long input,
            @ForAll @LongRange(min = 0, max = 1_000_000) long cached,
            @ForAll @LongRange(min = 0, max = 1_000_000) long written,
            @ForAll @LongRange(min = 0, max = 1_000_000) long output) {
        Charge charge = charge(new Tokens(input, cached, written, output, 0));
        long sum = 0;
        for (Meter meter : Meter.values()) {
            sum += charge.of(meter);
        }
        assertEquals(sum, charge.totalNano());
    }

    @Test
    void halvesGoToTheEvenNeighbour() {
        assertEquals(0, new Rate(new BigDecimal("0.0005")).nano(1));
        assertEquals(2, new Rate(new BigDecimal("0.0015")).nano(1));
        assertEquals(2, new Rate(new BigDecimal("0.0025")).nano(1));
    }

    @Test
    void reasoningIsAPartOfOutputAndNotChargedTwice() {
        assertEquals(charge(new Tokens(1, 0, 0, 9, 0)), charge(new Tokens(1, 0, 0, 9, 9)));
    }

    @Test
    void usesTheTiersOwnPriceElseTheModelsDefault() {
        RateCardVersion card =
                card(
                        1,
                        0,
                        Map.of(
                                new PriceKey("m", ""),
                                CHEAP,
                                new PriceKey("m", "flex"),
                                price("0.1", "0.1", "0.1", "0.1")));
        Tokens tokens = new Tokens(1_000_000, 0, 0, 0, 0);
        assertEquals(100_000_000, card.rate("m", in("flex", 0), tokens).charge().totalNano());
        assertEquals(180_000_000, card.rate("m", in("priority", 0), tokens).charge().totalNano());
    }

    @Test
    void aModelWithoutAPriceIsUnpricedNotFree() {
        assertInstanceOf(
                Rating.Unpriced.class, card(1, 0, Map.of()).rate("m", in("", 0), Tokens.NONE));
    }

    @Test
    void ratesWithTheQuotedVersionElseWithTheOneOfTheTime() {
        PriceBook book = new PriceBook(List.of(card(1, 100, Map.of()), card(2, 200, Map.of())));
        assertEquals(1, book.rate(1, "m", in("", 250), Tokens.NONE).card().version());
        assertEquals(2, book.rate(9, "m", in("", 250), Tokens.NONE).card().version());
        assertEquals(1, book.rate(9, "m", in("", 150), Tokens.NONE).card().version());
        assertEquals(1, book.rate(9, "m", in("", 50), Tokens.NONE).card().version());
    }

    @Test
    void refusesPricesThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> price("-0.1", "0", "0", "0"));
        assertThrows(IllegalArgumentException.class, () -> price("0.0000000001", "0", "0", "0"));
        assertThrows(IllegalArgumentException.class, () -> price("1000001", "0", "0", "0"));
    }

    @Test
    void boundariesAddUpFromDeviceToSite() {
        long deviceUj = 100_000_000;
        long itUj = deviceUj + FACILITY.hostUj(deviceUj);
        assertEquals(112_000_000, itUj);
        assertEquals(28_000_000, FACILITY.facilityUj(itUj));
        // 140 J of 3.6 MJ/kWh at 380 g/kWh.
        assertEquals(14_777, FACILITY.carbonUg(itUj + FACILITY.facilityUj(itUj)));
    }

    private static Situation in(String tier, long atUs) {
        return new Situation("org", "p1", tier, atUs);
    }

    private static Charge charge(Tokens tokens) {
        return card(1, 0, Map.of(new PriceKey("m", ""), CHEAP))
                .rate("m", in("", 0), tokens)
                .charge();
    }

    private static RateCardVersion card(
            int version, long fromUs, Map<PriceKey, ModelPrice> prices) {
        return new RateCardVersion(version, fromUs, new CardTerms("USD", prices, FACILITY));
    }

    private static ModelPrice price(String input, String read, String write, String output) {
        return new ModelPrice(
                new BigDecimal(input),
                new BigDecimal(read),
                new BigDecimal(write),
                new BigDecimal(output));
    }
}
