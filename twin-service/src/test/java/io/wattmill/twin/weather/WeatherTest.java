// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.weather;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.Provenance;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

class WeatherTest {
    private static final Climate FRANKFURT = new Climate(10.5, 9.5, 5, 76, false);

    @Test
    void wetBulbIsStullsWorkedExample() {
        // Stull 2011, section 3: 20 °C and 50 % give 13.7 °C.
        assertEquals(13.7, Psychrometrics.wetBulbC(20, 50), 0.05);
    }

    @Property
    void wetBulbIsNeverAboveTheDryOneAndDewPointNeverAboveEither(
            @ForAll @DoubleRange(min = -20, max = 50) double dry,
            @ForAll @DoubleRange(min = 0, max = 100) double humidity) {
        double wet = Psychrometrics.wetBulbC(dry, humidity);
        assertTrue(wet <= dry);
        assertTrue(Psychrometrics.dewPointC(dry, wet) <= wet + 1e-9);
    }

    @Test
    void dewPointOfSaturatedAirIsItsTemperature() {
        assertEquals(15, Psychrometrics.dewPointC(15, 15), 1e-9);
        assertEquals(15, Psychrometrics.dewPointC(Psychrometrics.saturationHpa(15)), 1e-9);
    }

    @Test
    void aClimateHasItsMeanAndItsSwingsAndSaysThatItIsAssumed() {
        WeatherYear weather = FRANKFURT.weather();

        assertEquals(10.5, weather.dryBulbC().mean(), 0.01);
        assertEquals(10.5 + 9.5 + 5, weather.dryBulbC().max(), 0.01);
        assertEquals(10.5 - 9.5 - 5, weather.dryBulbC().min(), 0.01);
        assertEquals(Provenance.ASSUMED, weather.provenance());
    }

    @Test
    void northernJanuaryIsColdAndSouthernJanuaryIsWarm() {
        double north = FRANKFURT.weather().dryBulbC().at(14 * 24 + 12);
        double south = new Climate(10.5, 9.5, 5, 76, true).weather().dryBulbC().at(14 * 24 + 12);
        assertTrue(north < 10 && south > 15, north + " " + south);
    }

    @Test
    void afternoonsAreDrierThanNights() {
        WeatherYear weather = FRANKFURT.weather();
        int night = 180 * 24 + 3;
        int afternoon = 180 * 24 + 15;
        assertTrue(depression(weather, afternoon) > depression(weather, night) + 2);
    }

    private static double depression(WeatherYear weather, int hour) {
        return weather.dryBulbC().at(hour) - weather.wetBulbC().at(hour);
    }

    @Test
    void seriesOfADayAWeekAndAYearRepeat() {
        double[] day = new double[24];
        Arrays.setAll(day, i -> i);
        HourSeries series = HourSeries.of(day, Provenance.CLAIMED, "plan");
        assertEquals(5, series.at(24 * 200 + 5));
        assertEquals(8_760, series.year().length);
        assertEquals(11.5, series.mean(), 1e-9);
        assertThrows(
                IllegalArgumentException.class,
                () -> HourSeries.of(new double[23], Provenance.CLAIMED, "plan"));
        assertThrows(
                IllegalArgumentException.class,
                () -> HourSeries.constant(Double.NaN, Provenance.CLAIMED, "plan"));
    }

    @Test
    void refusesAirThatCannotBe() {
        double[] wet = new double[24];
        wet[7] = 12;
        HourSeries dry = HourSeries.constant(10, Provenance.CLAIMED, "plan");
        HourSeries above = HourSeries.of(wet, Provenance.CLAIMED, "plan");

        assertThrows(IllegalArgumentException.class, () -> new WeatherYear(dry, above));
        assertEquals(10, new WeatherYear(dry, dry).wetBulbC().max());
    }

    @Test
    void humidityMakesAWetBulbThatIsDerivedAtBest() {
        HourSeries dry = HourSeries.constant(20, Provenance.MEASURED, "station");
        HourSeries humid = HourSeries.constant(50, Provenance.MEASURED, "station");
        WeatherYear weather = WeatherYear.ofHumidity(dry, humid);
        assertEquals(13.7, weather.wetBulbC().at(0), 0.05);
        assertEquals(Provenance.DERIVED, weather.provenance());
        assertEquals(22, weather.warmer(2).dryBulbC().at(0), 1e-9);
    }

    @Test
    void monthsBeginWhereTheyShould() {
        assertEquals(0, PlanningYear.monthOf(31 * 24 - 1));
        assertEquals(1, PlanningYear.monthOf(31 * 24));
        assertEquals(11, PlanningYear.monthOf(8_759));
        assertTrue(PlanningYear.weekend(5 * 24) && !PlanningYear.weekend(7 * 24));
    }

    @Test
    void theHottestHoursAreThoseOfEitherBulb() {
        double[] dry = new double[24];
        double[] wet = new double[24];
        dry[15] = 35;
        wet[15] = 15;
        dry[9] = 25;
        wet[9] = 24;
        WeatherYear weather =
                new WeatherYear(
                        HourSeries.of(dry, Provenance.CLAIMED, "test"),
                        HourSeries.of(wet, Provenance.CLAIMED, "test"));
        assertEquals(List.of(9, 15), weather.hottestHours());
        HourSeries same = HourSeries.of(dry, Provenance.CLAIMED, "test");
        assertEquals(List.of(15), new WeatherYear(same, same).hottestHours());
    }
}
